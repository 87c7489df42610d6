#pragma once

#include <QTableView>

namespace qd {

/// A table as the house draws it: rows of 26, no grid, whole rows selected, no vertical header, the last column takes
/// the room that is left, and a tab leaves it.
QTableView *makePlainTable(QWidget *parent, const QString &objectName, const QString &accessibleName);

} // namespace qd
