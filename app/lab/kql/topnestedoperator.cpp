#include "kql/aggregates.h"
#include "kql/functions.h"
#include "kql/exprbinder.h"
#include "kql/naming.h"
#include "kql/operators.h"

/// top-nested: the best values of a column, within each of them the best of the next one.
namespace qd::lab {

namespace {

/// One level as SQL over the rows of the levels before it.
struct NestedLevel {
    QString key;       ///< the column with its value, or with what stands for the others
    QString aggregate; ///< its result
    QString direction;
};

/// The levels at work: each step adds common table expressions over the one before.
struct NestedQuery {
    OperatorCall &call;
    QStringList ctes;
    QString rows;       ///< name of the rows with the keys so far
    QStringList keys;   ///< columns of the levels so far
    QString parentOther; ///< true where a level before stands for others

    QString alias(QChar prefix) { return call.context.aliases.next(prefix); }
};

QString otherSql(const OperatorCall &call, const kql::TopNestedOperator::Level &level, ColumnType type)
{
    if (!level.others)
        return {};
    const BoundExpr label = call.bind(*level.others);
    const auto common = commonType(type, label.type);
    if (!common && !call.context.error)
        call.context.fail(semType, u"the value of the others must be of type " % columnTypeName(type), level.others->place);
    return u"CAST(" % label.sql % u" AS " % sqlTypeName(type) % u')';
}

QString aggregateName(const kql::TopNestedOperator::Level &level, const QString &key)
{
    return level.aggregate.name.isEmpty() ? QString(u"aggregated_" % key) : level.aggregate.name;
}

/// Ranks the values of the level within their parents, keeps the best and lets the others be others.
NestedLevel addLevel(NestedQuery *query, const kql::TopNestedOperator::Level &level, const BoundExpr &key, const BoundExpr &aggregate)
{
    OperatorCall &call = query->call;
    const auto count = level.count ? call.rowCount(*level.count) : std::nullopt;
    const NestedLevel made{query->alias(u'c'), query->alias(u'c'), level.ascending ? QStringLiteral("ASC NULLS FIRST") : QStringLiteral("DESC NULLS LAST")};
    const QString value = query->alias(u'c');
    const QString rank = query->alias(u'c');
    const QString other = query->alias(u'c');
    const QString valued = query->alias(u't');
    const QString ranked = query->alias(u't');
    const QString kept = query->alias(u't');
    const QString parents = query->keys.isEmpty() ? QString() : QString(query->keys.join(u", ") % u", ");
    const QString partition = query->keys.isEmpty() ? QString() : QString(u"PARTITION BY " % query->keys.join(u", ") % u' ');
    query->ctes += valued % u" AS MATERIALIZED (SELECT *, " % key.sql % u" AS " % value % u" FROM " % query->rows % u')';
    query->ctes += ranked % u" AS (SELECT " % parents % value % u", row_number() OVER (" % partition % u"ORDER BY " % aggregate.sql % u' '
        % made.direction % u", " % value % u") AS " % rank % u" FROM " % valued % u" GROUP BY " % parents % value % u')';
    QStringList match{u"a." % value % u" IS NOT DISTINCT FROM b." % value};
    for (const QString &parent : query->keys)
        match += u"a." % parent % u" IS NOT DISTINCT FROM b." % parent;
    const QString label = otherSql(call, level, key.type);
    const QString none = key.type == ColumnType::String ? QStringLiteral("''") : u"CAST(NULL AS " % sqlTypeName(key.type) % u')';
    const QString within = count ? QString(u"b." % rank % u" <= " % QString::number(*count)) : QStringLiteral("TRUE");
    const QString underOther = query->parentOther.isEmpty() ? QStringLiteral("FALSE") : QString(u"a." % query->parentOther);
    const QString shown = u"CASE WHEN " % underOther % u" THEN " % (label.isEmpty() ? none : label) % u" WHEN " % within % u" THEN a." % value
        % u" ELSE " % (label.isEmpty() ? none : label) % u" END AS " % made.key;
    const QString isOther = u"(" % underOther % u" OR NOT (" % within % u")) AS " % other;
    const QString filter = label.isEmpty() ? QString(u" WHERE " % underOther % u" OR " % within) : QString();
    query->ctes += kept % u" AS MATERIALIZED (SELECT a.*, " % shown % u", " % isOther % u" FROM " % valued % u" a JOIN " % ranked % u" b ON "
        % match.join(u" AND ") % filter % u')';
    query->rows = kept;
    query->keys += made.key;
    query->parentOther = other;
    return made;
}

} // namespace

void bindOperator(OperatorCall &call, const kql::TopNestedOperator &step)
{
    constexpr size_t mostLevels = 8;
    if (step.levels.size() > mostLevels)
        call.context.fail(semUnsupported, QStringLiteral("more than 8 levels"), call.place);
    closeRelation(call.context, &call.relation);
    const Relation rows = call.relation;
    NestedQuery query{call, {}, rows.from, {}, {}};
    Relation result;
    NameGiver names;
    QStringList tables;
    QStringList items;
    QString joined;
    for (const kql::TopNestedOperator::Level &level : step.levels) {
        const BoundExpr key = plainExpr(call.bind(*level.key.expr));
        const auto columns = bindAggregateColumns(call.context, rows, level.aggregate, {});
        if (!isKeyType(key.type) && !call.context.error)
            call.context.fail(semType, QStringLiteral("a key of type dynamic is not allowed; cast it, for example with tostring()"), level.key.expr->place);
        if (call.context.error)
            return;
        const BoundExpr aggregate = plainExpr(columns.front().expr);
        const NestedLevel made = addLevel(&query, level, key, aggregate);
        const QString table = query.alias(u't');
        query.ctes += table % u" AS MATERIALIZED (SELECT " % query.keys.join(u", ") % u", " % aggregate.sql % u" AS " % made.aggregate % u" FROM " % query.rows
            % u" GROUP BY " % query.keys.join(u", ") % u')';
        QStringList match;
        for (qsizetype i = 0; i + 1 < query.keys.size(); ++i)
            match += tables.last() % u'.' % query.keys[i] % u" IS NOT DISTINCT FROM " % table % u'.' % query.keys[i];
        joined += tables.isEmpty() ? table : QString(u" LEFT JOIN " % table % u" ON " % match.join(u" AND "));
        tables += table;
        items << QString(table % u'.' % made.key) << QString(table % u'.' % made.aggregate);
        const QString name = names.give(level.key.name.isEmpty() ? implicitName(*level.key.expr) : level.key.name);
        result.columns.push_back({name, namedColumn(key, made.key)});
        result.columns.push_back({names.give(aggregateName(level, name)), namedColumn(aggregate, made.aggregate)});
        result.order.push_back({made.aggregate, made.direction});
    }
    result.from = u"(WITH " % query.ctes.join(u", ") % u" SELECT " % items.join(u", ") % u" FROM " % joined % u") AS " % query.alias(u't');
    result.aggregations = rows.aggregations + static_cast<int>(step.levels.size());
    result.joins = rows.joins + static_cast<int>(step.levels.size()) * 2;
    call.relation = std::move(result);
}

} // namespace qd::lab
