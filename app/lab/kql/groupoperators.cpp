#include "kql/aggregates.h"
#include "kql/naming.h"
#include "kql/operators.h"

/// Operators that group rows.
namespace qd::lab {

void bindOperator(OperatorCall &call, const kql::SummarizeOperator &step)
{
    std::vector<const kql::Expr *> exprs = expressionsOf(step.aggregates);
    for (const kql::NamedExpr &key : step.by)
        exprs.push_back(key.expr.get());
    call.prepare(exprs);
    Relation result;
    NameGiver names;
    QStringList items;
    QStringList keys;
    QStringList byNames;
    const auto add = [&](const QString &name, const BoundExpr &value) {
        const QString alias = call.context.aliases.next(u'c');
        items += value.sql % u" AS " % alias;
        result.columns.push_back({names.give(name), namedColumn(value, alias)});
    };
    for (const kql::NamedExpr &key : step.by) {
        const BoundExpr value = call.bind(*key.expr);
        if (!isKeyType(value.type) && !call.context.error)
            call.context.fail(semType, u"Summarize group key '" % implicitName(*key.expr)
                                  % u"' is of a 'dynamic' type. Please use an explicit cast, for example tostring()", key.expr->place);
        if (key.expr->kind == kql::ExprKind::Name)
            byNames += key.expr->name;
        add(key.name.isEmpty() ? implicitName(*key.expr) : key.name, value);
        keys += QString::number(items.size());
    }
    for (const kql::NamedExpr &element : step.aggregates)
        for (const AggregateColumn &column : bindAggregateColumns(call.context, call.relation, element, byNames))
            add(column.name, plainExpr(column.expr));
    const QString groups = keys.isEmpty() ? QString() : QString(u" GROUP BY " % keys.join(u", "));
    result.aggregations = call.relation.aggregations + 1;
    result.from = u"(SELECT " % items.join(u", ") % u" FROM " % call.relation.from % whereSql(call.relation) % groups % u") AS "
        % call.context.aliases.next(u't');
    call.relation = std::move(result);
}

void bindOperator(OperatorCall &call, const kql::DistinctOperator &step)
{
    call.prepare(expressionsOf(step.columns));
    if (!step.all)
        bindOperator(call, kql::ProjectOperator{step.columns});
    call.relation.order.clear();
    call.relation.serialized = false;
    call.relation.numbered = false;
    QStringList items;
    for (Relation::NamedColumn &column : call.relation.columns) {
        if (!isKeyType(column.expr.type))
            call.context.fail(semType, u"column '" % column.name % u"' is of type dynamic; cast it, for example with tostring()", {});
        const QString alias = call.context.aliases.next(u'c');
        items += column.expr.sql % u" AS " % alias;
        column.expr = namedColumn(column.expr, alias);
    }
    ++call.relation.aggregations;
    call.relation.from = u"(SELECT DISTINCT " % items.join(u", ") % u" FROM " % call.relation.from % whereSql(call.relation) % u") AS "
        % call.context.aliases.next(u't');
    call.relation.where.clear();
}

void bindOperator(OperatorCall &call, const kql::SampleDistinctOperator &step)
{
    const auto count = call.rowCount(*step.count);
    bindOperator(call, kql::DistinctOperator{{step.column}});
    call.relation.limit = count;
}

void bindOperator(OperatorCall &call, const kql::CountOperator &)
{
    call.prepare({});
    const QString alias = call.context.aliases.next(u'c');
    Relation result;
    result.aggregations = call.relation.aggregations + 1;
    result.from = u"(SELECT count(*) AS " % alias % u" FROM " % call.relation.from % whereSql(call.relation) % u") AS "
        % call.context.aliases.next(u't');
    result.columns.push_back({QStringLiteral("Count"), freshColumn(ColumnType::Long, alias, false)});
    call.relation = std::move(result);
}

} // namespace qd::lab
