#pragma once

#include <QLabel>

namespace qd {

/// A plain-text label with a look from the style sheet ("caption", "secondary", "panelTitle", …; empty for body text).
/// Never renders rich text, whatever it is given.
QLabel *makeLabel(QWidget *parent, const QString &objectName, const char *look = "");

} // namespace qd
