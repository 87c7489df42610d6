#pragma once

#include <QString>

class QTableView;

namespace qd {

/// The look of every table: rows of 26 px, no grid, whole rows selected, its names set, keyboard focus leaves by Tab.
void dressTable(QTableView &table, const QString &objectName, const QString &accessibleName);

} // namespace qd
