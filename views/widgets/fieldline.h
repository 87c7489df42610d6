#pragma once

#include <QString>

class QLineEdit;
class QWidget;

namespace qd {

/// A line to type into, with the names by which tests and screen readers find it and a hint that shows while it is empty.
QLineEdit *makeFieldLine(QWidget *parent, const char *objectName, const QString &accessibleName, const QString &hint);

} // namespace qd
