#pragma once

#include <QStringList>

class QColor;
class QWidget;

namespace qd::test {

/// The interactive widgets below `root` (buttons, inputs, lists, charts) that a screen reader could not name.
QStringList unnamedWidgets(const QWidget &root);
/// The pixels of `colour` in the picture of `widget`, within `tolerance` per channel.
int countPixels(QWidget &widget, const QColor &colour, int tolerance = 3);

} // namespace qd::test
