#pragma once

#include "theme/tokens.h"

#include <QRect>
#include <QString>

class QPainter;

namespace qd {

/// Draws keys ("Ctrl+K", "G then H") as small caps at the right end of the box; returns the x where they begin. The
/// words "then" and "or" stand between caps.
int paintKeycaps(QPainter &painter, const QRect &box, const QString &keys, const Tokens &tokens);

/// Width that paintKeycaps() takes.
int keycapsWidth(const QString &keys);

} // namespace qd
