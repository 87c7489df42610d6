#pragma once

#include "kql/boundexpr.h"

#include <QStringList>

#include <optional>
#include <vector>

namespace qd::lab {

/// A table under construction: one SELECT whose parts are still open, so that filters and computed columns of several
/// KQL operators melt into one. `fold()` closes it into a sub-select when an operator needs that. A value.
struct Relation {
    struct NamedColumn {
        QString name;
        BoundExpr expr;
    };
    struct OrderKey {
        QString sql;
        QString direction; ///< e.g. "DESC NULLS LAST"
    };
    QString from;
    QStringList where;
    std::vector<NamedColumn> columns;
    std::vector<OrderKey> order;
    std::optional<qint64> limit;
    QString sourceName; ///< what union withsource= shows
    int aggregations = 0; ///< aggregating SELECTs nested in `from`
    bool serialized = false; ///< the order of the rows means something: prev(), next() and row_number() may look at it
    bool numbered = false;   ///< `order` is one column that counts the rows
    int joins = 0;        ///< joins in `from`, however deep

    [[nodiscard]] const NamedColumn *find(const QString &name) const;
    [[nodiscard]] QStringList columnNames() const;
    /// Bytes of SQL held, to stop a query that doubles itself.
    [[nodiscard]] qsizetype weight() const;
};

/// Hands out names that are unique within one compilation, so that no alias ever hides a column.
class SqlAliases
{
public:
    QString next(QChar prefix) { return prefix + QString::number(m_next++); }

private:
    int m_next = 0;
};

/// " WHERE a AND b", or nothing.
QString whereSql(const Relation &relation);
/// The complete SELECT; columns get fresh names, returned in `names`. Order columns that are no output follow hidden, then
/// the stored members of dynamic columns.
QString selectSql(const Relation &relation, SqlAliases &aliases, QStringList *names);
/// Makes the relation a plain sub-select: its columns are simple and cheap to repeat, its order is kept.
void fold(Relation *relation, SqlAliases &aliases);
/// Closes the limit alone: the rows are chosen first, and what the columns compute is computed for those only.
void foldLimit(Relation *relation, SqlAliases &aliases);
/// The SELECT with every column in its final form, for the result or one leg of a union; no hidden columns.
QString finalSql(const Relation &relation);

} // namespace qd::lab
