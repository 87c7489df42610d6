#include "kql/exprbinder.h"
#include "kql/operators.h"

#include <algorithm>

/// Operators that choose and order rows.
namespace qd::lab {

namespace {

bool sortsNullsFirst(const kql::SortKey &key) { return key.nullsFirst.value_or(key.ascending); }

QString sortDirection(const kql::SortKey &key)
{
    return QString::fromLatin1(key.ascending ? "ASC NULLS " : "DESC NULLS ")
        + QString::fromLatin1(sortsNullsFirst(key) ? "FIRST" : "LAST");
}

/// NaN stands between null and the numbers, at whichever end the nulls are.
Relation::OrderKey nanKey(const kql::SortKey &key, const QString &sql)
{
    return {u"isnan(" % sql % u')', sortsNullsFirst(key) ? QStringLiteral("DESC NULLS FIRST") : QStringLiteral("ASC NULLS LAST")};
}

void sortBy(const OperatorCall &call, const std::vector<kql::SortKey> &keys)
{
    std::vector<const kql::Expr *> exprs;
    for (const kql::SortKey &key : keys)
        exprs.push_back(key.expr.get());
    call.prepare(exprs);
    call.relation.order.clear();
    call.relation.serialized = true;
    call.relation.numbered = false;
    for (const kql::SortKey &key : keys) {
        const BoundExpr value = plainExpr(call.bind(*key.expr));
        if (!isKeyType(value.type) && !call.context.error)
            call.context.fail(semType, QStringLiteral("a key of type dynamic is not allowed; cast it, for example with tostring()"), key.expr->place);
        // A bare number would mean a column's position to SQL.
        const QString sql = value.constant ? QString(u'(' % value.sql % u" IS NULL)") : value.sql;
        if (canBeNan(value) && !value.constant)
            call.relation.order.push_back(nanKey(key, value.sql));
        call.relation.order.push_back({sql, sortDirection(key)});
    }
}

} // namespace

void bindOperator(OperatorCall &call, const kql::WhereOperator &step)
{
    call.prepare({step.predicate.get()});
    call.relation.where += ExprBinder(call.context, call.relation).bindFilter(*step.predicate);
}

void bindOperator(OperatorCall &call, const kql::SortOperator &step) { sortBy(call, step.keys); }

void bindOperator(OperatorCall &call, const kql::TopOperator &step)
{
    sortBy(call, {step.key});
    call.relation.limit = call.rowCount(*step.count);
}

void bindOperator(OperatorCall &call, const kql::TakeOperator &step)
{
    const auto rows = call.rowCount(*step.count);
    call.relation.limit = std::min(rows.value_or(0), call.relation.limit.value_or(rows.value_or(0)));
}

/// Any so many rows, others each time.
void bindOperator(OperatorCall &call, const kql::SampleOperator &step)
{
    const auto rows = call.rowCount(*step.count);
    call.prepare({});
    call.relation.order.clear();
    call.relation.serialized = false;
    call.relation.numbered = false;
    closeRelation(call.context, &call.relation);
    call.relation.order = {{QStringLiteral("random()"), QStringLiteral("ASC")}};
    call.relation.limit = rows;
    closeRelation(call.context, &call.relation);
    call.relation.order.clear();
}

} // namespace qd::lab
