#pragma once

#include "kql/compilecontext.h"
#include "kql/exprbinder.h"
#include "kql/functions.h"

#include <span>

namespace qd::lab {

/// The call's arguments, bound against the rows that are aggregated.
struct AggregateCall {
    CompileContext &context;
    const Relation &scope;
    const kql::Expr &expr;

    [[nodiscard]] BoundExpr arg(size_t index) const { return plainExpr(ExprBinder(context, scope).bind(*expr.args[index])); }
    BoundExpr number(size_t index) const
    {
        const BoundExpr value = arg(index);
        if (!isNumeric(value.type) && value.type != ColumnType::TimeSpan && !context.error)
            fail(index, QStringLiteral("a number"), value.type);
        return value;
    }
    [[nodiscard]] QString condition(size_t index) const
    {
        const BoundExpr value = arg(index);
        if (value.type != ColumnType::Bool && !context.error)
            fail(index, QStringLiteral("a condition"), value.type);
        return ExprBinder(context, scope).bindFilter(*expr.args[index]).join(u" AND ");
    }
    BoundExpr fail(size_t index, const QString &expected, ColumnType type) const
    {
        QString message = expr.name % u"(): argument " % QString::number(index + 1) % u" must be " % expected % u", not "
            % columnTypeName(type);
        if (type == ColumnType::Dynamic)
            message += QStringLiteral(" (cast it, for example with todouble() or tostring())");
        return context.fail(semType, message, expr.args[index]->place);
    }
    /// " FILTER (WHERE …)" from the argument, for the …if family.
    [[nodiscard]] QString filter(size_t index) const { return u" FILTER (WHERE " % condition(index) % u')'; }
    [[nodiscard]] QString filterOf(bool wanted, size_t index) const { return wanted ? filter(index) : QString(); }
};

/// An aggregate function: how many arguments it takes and how it becomes SQL.
struct AggregateEntry {
    const char *name;
    size_t minimum;
    size_t maximum;
    BoundExpr (*bind)(const AggregateCall &call);
};

/// Aggregates over dynamic values, sets, weights and bits (bagaggregates.cpp).
std::span<const AggregateEntry> bagAggregates();
/// A percentile argument, or an error.
std::optional<double> percentileOf(const AggregateCall &call, size_t index);
/// The weighted percentile of the first argument by the second one.
BoundExpr bindWeightedPercentile(const AggregateCall &call, size_t index);

} // namespace qd::lab
