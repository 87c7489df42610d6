#pragma once

#include "kql/ast.h"

#include <QString>
#include <QStringList>

namespace qd::lab {

/// The column name that KQL derives from an unnamed expression (azure facts 9.2), or empty when it has none and becomes
/// Column1, Column2, …
QString implicitName(const kql::Expr &expr);

/// Gives out column names of one operator: a taken name gets the smallest number behind it (count_, count_1).
class NameGiver
{
public:
    void reserve(const QString &name) { m_taken += name; }
    [[nodiscard]] bool isTaken(const QString &name) const { return m_taken.contains(name); }
    /// `wanted`, or the next ColumnN when it is empty, made unique and reserved.
    QString give(const QString &wanted);

private:
    QStringList m_taken;
    int m_unnamed = 0;
};

/// The p of percentile() as part of a name: 95 is "95", 99.9 is "99_9".
QString percentileSuffix(double percentile);

} // namespace qd::lab
