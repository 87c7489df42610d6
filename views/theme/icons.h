#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>

/// The bundled line icons (Tabler), drawn in a theme colour. Results are cached; an unknown name gives a null pixmap.
namespace qd::icons {

/// The icon `name` ("search") as a square of `size` device-independent pixels at device pixel ratio `dpr`.
QPixmap pixmap(const QString &name, const QColor &colour, int size, qreal dpr);

/// The same as a QIcon for buttons and actions, sharp at 1x and 2x; `disabled` is the colour of the disabled mode.
QIcon icon(const QString &name, const QColor &colour, const QColor &disabled, int size = 16);

} // namespace qd::icons
