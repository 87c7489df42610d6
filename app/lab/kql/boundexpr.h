#pragma once

#include "kql/sqltext.h"
#include "table.h"

#include <QHash>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

namespace qd::lab {

/// Members of a dynamic column that stand in text columns of their own, so that no JSON need be read for them.
struct StoredMembers {
    QString column;              ///< SQL of the dynamic column; an expression with other SQL has no part in them
    QStringList tables;          ///< stored tables that the column comes from
    QHash<QString, QString> sql; ///< of the member's text or NULL, by JSON path
};

/// A scalar expression with its KQL type and the SQL that yields it. SQL types: Bool BOOLEAN, DateTime TIMESTAMP, Int
/// INTEGER, Long BIGINT, Real DOUBLE, String and Guid VARCHAR, TimeSpan BIGINT microseconds, Dynamic VARCHAR with JSON
/// text. Strings are never NULL.
struct BoundExpr {
    ColumnType type = ColumnType::Long;
    QString sql = QStringLiteral("NULL");
    bool nullable = true;
    bool boolText = false;          ///< a String whose SQL is BOOLEAN: read it through textSql()
    bool simple = false;            ///< a column or a constant: repeating it costs nothing
    bool finite = false;            ///< a Real known never to be NaN: a stored column or a constant
    QString path;                   ///< Dynamic: JSON path below `sql`, empty for the whole value
    std::optional<Cell> constant;   ///< known at compile time
    QString present;                ///< String: SQL that is NULL where `sql` is '' for want of a value; see presentSql()
    std::shared_ptr<const StoredMembers> members; ///< Dynamic: of the column that `sql` was when they were set
};

/// The members that still belong to the expression when it is a whole column, or nullptr.
inline const StoredMembers *membersOf(const BoundExpr &expr)
{
    return expr.members && expr.path.isEmpty() && expr.sql == expr.members->column ? expr.members.get() : nullptr;
}
/// The JSON path of a key as BoundExpr::path has it; empty for keys that go by pointer.
QString memberPath(const QString &key);

/// A constant of the type as SQL; a typed NULL for an empty cell.
BoundExpr constantExpr(ColumnType type, const Cell &value);
/// SQL type name of a KQL type.
QString sqlTypeName(ColumnType type);
inline bool isNumeric(ColumnType type)
{
    return type == ColumnType::Int || type == ColumnType::Long || type == ColumnType::Real;
}
/// True when the value can be NaN, which DuckDB takes for the largest number and equal to itself.
inline bool canBeNan(const BoundExpr &expr) { return expr.type == ColumnType::Real && !expr.finite; }
inline bool isIntegral(ColumnType type) { return type == ColumnType::Int || type == ColumnType::Long; }

/// The value as tostring() shows it, never NULL.
QString textSql(const BoundExpr &expr);
/// A String without the '' that stands for a missing value, so that a test for some text can reach the stored column;
/// its own SQL when it is not made that way.
QString presentSql(const BoundExpr &expr);
/// The value as it leaves a query or enters a function: a dynamic path becomes JSON text, a boolText becomes text.
BoundExpr plainExpr(const BoundExpr &expr);
/// The text of a dynamic value, NULL when it is null or missing; other types as textSql().
QString nullableTextSql(const BoundExpr &expr);
/// The value as JSON text, for arrays and bags; NULL stays NULL.
QString jsonSql(const BoundExpr &expr);
/// The value converted as KQL's conversion functions do; text that does not fit becomes NULL. Nothing when KQL (or this
/// engine) does not convert between the two types.
std::optional<BoundExpr> convertedTo(ColumnType type, const BoundExpr &expr);
/// One or the other type that both sides can have in one column: Int and Long give Long, numbers with Real give Real.
std::optional<ColumnType> commonType(ColumnType left, ColumnType right);

} // namespace qd::lab
