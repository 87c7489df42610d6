#include "kql/letfunctions.h"
#include "kql/operators.h"
#include "kql/windowfunctions.h"

#include <algorithm>

/// Operators that run a sub-query or a function over the rows that come in.
namespace qd::lab {

namespace {

/// The rows of `from` as the sub-query's source, bound as a pipeline of its own.
Relation bindBody(OperatorCall &call, const kql::Pipeline &body, Relation self)
{
    call.context.selves.push_back(std::move(self));
    Relation relation = call.tables.bind(body);
    call.context.selves.pop_back();
    call.context.raiseHeight(relation.aggregations + 1, call.place);
    return relation;
}

/// The same columns under fresh names: what a correlated sub-select sees of the row outside.
Relation copiedRow(CompileContext &context, const Relation &outer)
{
    Relation inner;
    QStringList items;
    for (const Relation::NamedColumn &column : outer.columns) {
        const QString alias = context.aliases.next(u'c');
        items += column.expr.sql % u" AS " % alias;
        inner.columns.push_back({column.name, namedColumn(column.expr, alias)});
    }
    const QString alias = context.aliases.next(u'c');
    items += outer.order.front().sql % u" AS " % alias;
    inner.from = u"(SELECT " % items.join(u", ") % u") AS " % context.aliases.next(u't');
    inner.order = {{alias, QStringLiteral("ASC")}};
    inner.serialized = true;
    return inner;
}

/// Closes the body and gives its columns and its order the names of its sub-select.
QString lateralSql(CompileContext &context, Relation *body)
{
    QStringList names;
    const QString select = selectSql(*body, context.aliases, &names);
    for (size_t i = 0; i < body->columns.size(); ++i)
        body->columns[i].expr = namedColumn(body->columns[i].expr, names[static_cast<qsizetype>(i)]);
    for (size_t i = 0; i < body->order.size(); ++i)
        body->order[i].sql = names[static_cast<qsizetype>(body->columns.size() + i)];
    return u"LATERAL (" % select % u") AS " % context.aliases.next(u't');
}

} // namespace

/// Every row becomes a table, the sub-query runs over it, and the row's other columns stand beside what comes of it.
void bindOperator(OperatorCall &call, const kql::MvApplyOperator &step)
{
    numberRows(call.context, &call.relation);
    const Relation outer = call.relation;
    Relation inner = copiedRow(call.context, outer);
    OperatorCall nested{call.context, call.tables, inner, call.place};
    bindOperator(nested, step.expand);
    Relation body = bindBody(call, *step.body, inner);
    if (call.context.error)
        return;
    const QString lateral = lateralSql(call.context, &body);
    Relation result;
    for (const Relation::NamedColumn &column : outer.columns) {
        const Relation::NamedColumn *changed = body.find(column.name);
        result.columns.push_back(changed != nullptr ? *changed : column);
    }
    for (const Relation::NamedColumn &column : body.columns)
        if (outer.find(column.name) == nullptr)
            result.columns.push_back(column);
    result.from = outer.from % u", " % lateral;
    result.order = outer.order;
    result.order.insert(result.order.end(), body.order.begin(), body.order.end());
    result.serialized = true;
    result.aggregations = std::max(outer.aggregations, body.aggregations) + 1;
    result.joins = outer.joins + body.joins + 1;
    call.relation = std::move(result);
    closeRelation(call.context, &call.relation);
}

void bindOperator(OperatorCall &call, const kql::PartitionOperator &step)
{
    const BoundExpr key = call.bind(*step.key);
    if (!isKeyType(key.type))
        call.context.fail(semType, QStringLiteral("a key of type dynamic is not allowed; cast it, for example with tostring()"), step.key->place);
    closeRelation(call.context, &call.relation);
    if (call.context.error)
        return;
    const BoundExpr keyColumn = call.relation.find(step.key->name)->expr;
    const QString rows = call.context.aliases.next(u't');
    const QString value = call.context.aliases.next(u'c');
    Relation self = call.relation;
    self.from = u"(SELECT * FROM " % rows % u" WHERE " % keyColumn.sql % u" IS NOT DISTINCT FROM " % value % u") AS " % call.context.aliases.next(u't');
    Relation body = bindBody(call, *step.body, self);
    if (call.context.error)
        return;
    const QString lateral = lateralSql(call.context, &body);
    const Relation whole = call.relation;
    call.relation = std::move(body);
    call.relation.where.clear();
    call.relation.limit.reset();
    call.relation.order.clear();
    call.relation.numbered = false;
    QStringList names;
    for (const Relation::NamedColumn &column : call.relation.columns)
        names += column.expr.sql;
    call.relation.from = u"(WITH " % rows % u" AS MATERIALIZED (SELECT * FROM " % whole.from % u") SELECT " % names.join(u", ") % u" FROM (SELECT DISTINCT "
        % keyColumn.sql % u" AS " % value % u" FROM " % rows % u") AS " % call.context.aliases.next(u't') % u", " % lateral % u") AS "
        % call.context.aliases.next(u't');
    call.relation.aggregations = std::max(whole.aggregations, call.relation.aggregations) + 1;
    call.relation.joins += whole.joins + 1;
}

void bindOperator(OperatorCall &call, const kql::InvokeOperator &step)
{
    if (!call.context.functions.contains(step.name)) {
        call.context.fail(semFunction, u"Unknown function: '" % step.name.left(100) % u'\'', call.place,
                          kql::nearestName(step.name, call.context.functions.keys()));
        return;
    }
    const Relation self = call.relation;
    call.relation = callTableFunction(call.context, call.tables, {step.name, step.args}, &self, call.place);
}

} // namespace qd::lab
