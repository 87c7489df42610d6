#include "kql/functions.h"

#include <algorithm>

/// More functions over arrays and bags, and over the sets of hll().
namespace qd::lab {

namespace {

QString listSql(const FunctionCall &call, size_t index)
{
    call.ofType(index, ColumnType::Dynamic);
    return plainExpr(call.args[index]).sql;
}

/// Any value as JSON text.
QString anyJsonSql(const FunctionCall &call, size_t index) { return u"CAST(" % jsonSql(call.args[index]) % u" AS VARCHAR)"; }

BoundExpr madeDynamic(const QString &function, const QStringList &args)
{
    return madeExpr(ColumnType::Dynamic, u"qd_" % function % u'(' % args.join(u", ") % u')', true);
}

/// array_rotate_left/right and array_shift_left/right
BoundExpr bindArrayMove(const FunctionCall &call)
{
    const bool right = call.expr.name.endsWith(u"right");
    const QString kind = call.expr.name.contains(u"rotate") ? QStringLiteral("'rotate'") : QStringLiteral("'shift'");
    const QString places = u"CAST(" % QLatin1String(right ? "-" : "") % u"CAST(" % call.number(1) % u" AS BIGINT) AS VARCHAR)";
    QStringList args{listSql(call, 0), places, kind};
    if (call.args.size() > 2)
        args += anyJsonSql(call, 2);
    return madeDynamic(QStringLiteral("array_move"), args);
}

BoundExpr bindArraySplit(const FunctionCall &call) { return madeDynamic(QStringLiteral("array_split"), {listSql(call, 0), anyJsonSql(call, 1)}); }

BoundExpr bindArrayIff(const FunctionCall &call)
{
    return madeDynamic(QStringLiteral("array_iff"), {listSql(call, 0), anyJsonSql(call, 1), anyJsonSql(call, 2)});
}

BoundExpr bindZip(const FunctionCall &call)
{
    QStringList args;
    for (size_t i = 0; i < call.args.size(); ++i)
        args += listSql(call, i);
    return madeDynamic(call.expr.name, args);
}

BoundExpr bindBagSetKey(const FunctionCall &call)
{
    return madeDynamic(QStringLiteral("bag_set_key"), {listSql(call, 0), u"CAST(" % call.text(1) % u" AS VARCHAR)", anyJsonSql(call, 2)});
}

/// jaccard_index(a, b): what both have of what one of them has.
BoundExpr bindJaccard(const FunctionCall &call)
{
    const auto set = [&call](size_t index) -> QString { return u"list_distinct(CAST(json_extract(" % listSql(call, index) % u", '$[*]') AS VARCHAR[]))"; };
    const QString both = u"CAST(len(list_intersect(" % set(0) % u", " % set(1) % u")) AS DOUBLE)";
    return madeExpr(ColumnType::Real, both % u" / nullif(len(list_distinct(list_concat(" % set(0) % u", " % set(1) % u"))), 0)", true);
}

/// set_equals(a, b)
BoundExpr bindSetEquals(const FunctionCall &call)
{
    const auto set = [&call](size_t index) -> QString { return u"list_sort(list_distinct(CAST(json_extract(" % listSql(call, index) % u", '$[*]') AS VARCHAR[])))"; };
    return madeExpr(ColumnType::Bool, u'(' % set(0) % u" = " % set(1) % u')', true);
}

/// The number of values in the set that hll() has made.
BoundExpr bindDcountHll(const FunctionCall &call)
{
    return madeExpr(ColumnType::Long, u"CAST(coalesce(json_array_length(" % listSql(call, 0) % u"), 0) AS BIGINT)", false);
}

BoundExpr bindDynamicToJson(const FunctionCall &call)
{
    return madeExpr(ColumnType::String, u"coalesce(CAST(" % listSql(call, 0) % u" AS VARCHAR), 'null')", false);
}

/// pack_array(*) is the row; series_sum and the like are over numbers.
BoundExpr bindSeriesTotal(const FunctionCall &call)
{
    const QString numbers = u"TRY_CAST(CAST(" % listSql(call, 0) % u" AS JSON) AS DOUBLE[])";
    if (call.expr.name == u"series_product")
        return madeExpr(ColumnType::Real, u"list_product(" % numbers % u')', true);
    return madeExpr(ColumnType::Real, u"list_sum(" % numbers % u')', true);
}

/// series_abs and the like: one value after the other.
BoundExpr bindSeriesEach(const FunctionCall &call)
{
    const QString name = call.expr.name.mid(7);
    const QString function = name == u"ceiling" ? QStringLiteral("ceil") : name;
    const QString numbers = u"TRY_CAST(CAST(" % listSql(call, 0) % u" AS JSON) AS DOUBLE[])";
    return madeExpr(ColumnType::Dynamic, u"CAST(to_json(list_transform(" % numbers % u", x -> " % function % u"(x))) AS VARCHAR)", true);
}

BoundExpr bindSeriesDot(const FunctionCall &call)
{
    const auto numbers = [&call](size_t index) -> QString { return u"TRY_CAST(CAST(" % listSql(call, index) % u" AS JSON) AS DOUBLE[])"; };
    return madeExpr(ColumnType::Real, u"CASE WHEN len(" % numbers(0) % u") = len(" % numbers(1) % u") THEN list_dot_product(" % numbers(0) % u", " % numbers(1) % u") END", true);
}

} // namespace

std::span<const FunctionEntry> listFunctions()
{
    static constexpr FunctionEntry entries[] = {
        {"array_rotate_left", 2, 2, bindArrayMove}, {"array_rotate_right", 2, 2, bindArrayMove}, {"array_shift_left", 2, 3, bindArrayMove},
        {"array_shift_right", 2, 3, bindArrayMove}, {"array_split", 2, 2, bindArraySplit}, {"array_iff", 3, 3, bindArrayIff},
        {"array_iif", 3, 3, bindArrayIff}, {"zip", 2, 16, bindZip}, {"bag_zip", 2, 2, bindZip}, {"bag_set_key", 3, 3, bindBagSetKey},
        {"jaccard_index", 2, 2, bindJaccard}, {"set_equals", 2, 2, bindSetEquals}, {"dcount_hll", 1, 1, bindDcountHll},
        {"dynamic_to_json", 1, 1, bindDynamicToJson}, {"series_sum", 1, 1, bindSeriesTotal}, {"series_product", 1, 1, bindSeriesTotal},
        {"series_abs", 1, 1, bindSeriesEach}, {"series_floor", 1, 1, bindSeriesEach}, {"series_ceiling", 1, 1, bindSeriesEach},
        {"series_exp", 1, 1, bindSeriesEach}, {"series_sign", 1, 1, bindSeriesEach}, {"series_sin", 1, 1, bindSeriesEach},
        {"series_cos", 1, 1, bindSeriesEach}, {"series_tan", 1, 1, bindSeriesEach}, {"series_dot_product", 2, 2, bindSeriesDot}};
    return entries;
}

} // namespace qd::lab
