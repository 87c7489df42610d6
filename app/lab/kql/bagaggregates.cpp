#include "kql/aggregatecall.h"

/// Aggregates over dynamic values, sets, weights and bits. What SQL has no aggregate for is gathered into one array, from
/// which a function of the engine makes the result.
namespace qd::lab {

namespace {

/// All values as one JSON array.
QString gatheredSql(const QString &json, const QString &filter) { return u"CAST(to_json(list(" % json % u')' % filter % u") AS VARCHAR)"; }

/// make_bag and make_bag_if, buildschema: dynamic values as they are.
BoundExpr bindGathered(const AggregateCall &call)
{
    const BoundExpr value = call.arg(0);
    if (value.type != ColumnType::Dynamic)
        return call.fail(0, QStringLiteral("dynamic"), value.type);
    const QString condition = call.expr.name.endsWith(u"_if") ? QString(u" AND " % call.condition(1)) : QString();
    const QString filter = u" FILTER (WHERE " % value.sql % u" IS NOT NULL" % condition % u')';
    const QString function = call.expr.name == u"buildschema" ? QStringLiteral("qd_buildschema") : QStringLiteral("qd_make_bag");
    return madeExpr(ColumnType::Dynamic, function % u'(' % gatheredSql(jsonSql(value), filter) % u')', true);
}

/// hll(): the set itself, sorted; so dcount_hll() is exact where the service estimates.
BoundExpr bindHll(const AggregateCall &call)
{
    const BoundExpr value = call.arg(0);
    const bool conditional = call.expr.name == u"hll_if";
    const QString condition = conditional ? QString(u" AND " % call.condition(1)) : QString();
    const QString list = u"list(DISTINCT " % textSql(value) % u") FILTER (WHERE " % value.sql % u" IS NOT NULL" % condition % u')';
    return madeExpr(ColumnType::Dynamic, u"coalesce(CAST(to_json(list_sort(" % list % u")) AS VARCHAR), '[]')", false);
}

BoundExpr bindHllMerge(const AggregateCall &call)
{
    const BoundExpr value = call.arg(0);
    if (value.type != ColumnType::Dynamic)
        return call.fail(0, QStringLiteral("dynamic"), value.type);
    return madeExpr(ColumnType::Dynamic, u"qd_merge_sets(" % gatheredSql(jsonSql(value), u" FILTER (WHERE " % value.sql % u" IS NOT NULL)") % u')', true);
}

BoundExpr bindBinaryAll(const AggregateCall &call)
{
    const BoundExpr value = call.arg(0);
    if (!isIntegral(value.type))
        return call.fail(0, QStringLiteral("a whole number"), value.type);
    const QString function = call.expr.name == u"binary_all_and" ? QStringLiteral("bit_and") : call.expr.name == u"binary_all_or" ? QStringLiteral("bit_or") : QStringLiteral("bit_xor");
    return madeExpr(ColumnType::Long, function % u"(CAST(" % value.sql % u" AS BIGINT))", true);
}

BoundExpr bindCovariance(const AggregateCall &call)
{
    const QString function = call.expr.name == u"covariancep" ? QStringLiteral("covar_pop") : QStringLiteral("covar_samp");
    return madeExpr(ColumnType::Real, u"coalesce(" % function % u"(CAST(" % call.number(1).sql % u" AS DOUBLE), CAST(" % call.number(0).sql % u" AS DOUBLE)), 0)", false);
}

} // namespace

BoundExpr bindWeightedPercentile(const AggregateCall &call, size_t index)
{
    const BoundExpr value = call.arg(0);
    const BoundExpr weight = call.arg(1);
    const auto percentile = percentileOf(call, index);
    const bool time = value.type == ColumnType::DateTime;
    if (!isNumeric(value.type) && value.type != ColumnType::TimeSpan && !time)
        return call.fail(0, QStringLiteral("a number, a datetime or a timespan"), value.type);
    if (!isNumeric(weight.type))
        return call.fail(1, QStringLiteral("a number"), weight.type);
    const QString number = time ? QString(u"epoch_us(" % value.sql % u')') : value.sql;
    const QString pairs = gatheredSql(u"json_array(" % number % u", " % weight.sql % u')', {});
    const QString found = u"TRY_CAST(qd_percentilew(" % pairs % u", '" % QString::number(percentile.value_or(0), 'g', 12) % u"') AS DOUBLE)";
    if (time)
        return madeExpr(value.type, u"make_timestamp(CAST(" % found % u" AS BIGINT))", true);
    return madeExpr(value.type, u"CAST(" % found % u" AS " % sqlTypeName(value.type) % u')', true);
}

std::span<const AggregateEntry> bagAggregates()
{
    static constexpr AggregateEntry entries[] = {
        {"make_bag", 1, 2, bindGathered}, {"make_dictionary", 1, 2, bindGathered}, {"make_bag_if", 2, 3, bindGathered},
        {"buildschema", 1, 1, bindGathered}, {"hll", 1, 2, bindHll}, {"hll_if", 2, 3, bindHll}, {"hll_merge", 1, 1, bindHllMerge},
        {"binary_all_and", 1, 1, bindBinaryAll}, {"binary_all_or", 1, 1, bindBinaryAll}, {"binary_all_xor", 1, 1, bindBinaryAll},
        {"covariance", 2, 2, bindCovariance}, {"covariancep", 2, 2, bindCovariance}};
    return entries;
}

} // namespace qd::lab
