#include "kql/functions.h"

#include <algorithm>
#include <array>

namespace qd::lab {

namespace {

struct Conversion { const char *name; ColumnType type; };

BoundExpr bindConversion(const FunctionCall &call)
{
    static constexpr std::array<Conversion, 12> conversions{{
        {"tostring", ColumnType::String}, {"toint", ColumnType::Int}, {"tolong", ColumnType::Long},
        {"todouble", ColumnType::Real}, {"toreal", ColumnType::Real}, {"tobool", ColumnType::Bool},
        {"toboolean", ColumnType::Bool}, {"todatetime", ColumnType::DateTime}, {"totimespan", ColumnType::TimeSpan},
        {"toguid", ColumnType::Guid}, {"parse_guid", ColumnType::Guid}, {"tofloat", ColumnType::Real}}};
    for (const Conversion &conversion : conversions) {
        if (call.expr.name != QLatin1String(conversion.name))
            continue;
        if (call.args[0].boolText && conversion.type == ColumnType::Bool)
            return madeExpr(ColumnType::Bool, call.args[0].sql, true);
        if (const auto converted = convertedTo(conversion.type, call.args[0]))
            return *converted;
        return call.typeError(0, u"convertible to " % columnTypeName(conversion.type));
    }
    return {};
}

QString emptyTestSql(const BoundExpr &value)
{
    if (value.boolText)
        return u'(' % value.sql % u" IS NULL)";
    if (value.type == ColumnType::String || value.type == ColumnType::Dynamic)
        return u'(' % textSql(value) % u" = '')";
    return u'(' % value.sql % u" IS NULL)";
}

BoundExpr bindIsEmpty(const FunctionCall &call)
{
    const QString test = emptyTestSql(call.args[0]);
    const bool negated = call.expr.name == u"isnotempty" || call.expr.name == u"notempty";
    return madeExpr(ColumnType::Bool, negated ? QString(u"(NOT " % test % u')') : test, false);
}

BoundExpr bindIsNull(const FunctionCall &call)
{
    const BoundExpr &value = call.args[0];
    const bool negated = call.expr.name != u"isnull";
    if (value.type == ColumnType::String)
        return constantExpr(ColumnType::Bool, negated);
    const QString sql = value.type == ColumnType::Dynamic ? nullableTextSql(value) : value.sql;
    return madeExpr(ColumnType::Bool, u'(' % sql % (negated ? u" IS NOT NULL)" : u" IS NULL)"), false);
}

BoundExpr bindNot(const FunctionCall &call)
{
    return madeExpr(ColumnType::Bool, u"(NOT " % call.ofType(0, ColumnType::Bool) % u')', call.args[0].nullable);
}

/// The one type of several branches; typed nulls take the type of the others.
std::optional<ColumnType> branchType(const FunctionCall &call, const std::vector<size_t> &branches)
{
    std::optional<ColumnType> type;
    for (const size_t index : branches) {
        const auto next = type ? commonType(*type, call.args[index].type) : std::optional(call.args[index].type);
        if (!next) {
            call.typeError(index, columnTypeName(*type) % u" as the others are");
            return std::nullopt;
        }
        type = next;
    }
    return type;
}

QString branchSql(const BoundExpr &value, ColumnType type)
{
    const QString sql = plainExpr(value).sql;
    return value.type == type ? sql : QString(u"CAST(" % sql % u" AS " % sqlTypeName(type) % u')');
}

/// case(p1, v1, p2, v2, …, else); iff(p, v, else) is its shortest form.
BoundExpr bindCase(const FunctionCall &call)
{
    if (call.args.size() % 2 == 0)
        return call.fail(semArguments, call.expr.name % u"(): an odd number of arguments is needed");
    std::vector<size_t> branches{call.args.size() - 1};
    for (size_t i = 1; i < call.args.size(); i += 2)
        branches.push_back(i);
    const auto type = branchType(call, branches);
    if (!type)
        return {};
    QString sql = QStringLiteral("CASE");
    for (size_t i = 0; i + 1 < call.args.size(); i += 2)
        sql += u" WHEN " % call.ofType(i, ColumnType::Bool) % u" THEN " % branchSql(call.args[i + 1], *type);
    sql += u" ELSE " % branchSql(call.args.back(), *type) % u" END";
    const bool nullable = *type != ColumnType::String
        && std::ranges::any_of(branches, [&call](size_t index) { return call.args[index].nullable; });
    return madeExpr(*type, sql, nullable);
}

BoundExpr bindCoalesce(const FunctionCall &call)
{
    std::vector<size_t> branches(call.args.size());
    for (size_t i = 0; i < branches.size(); ++i)
        branches[i] = i;
    const auto type = branchType(call, branches);
    if (!type)
        return {};
    const bool text = *type == ColumnType::String;
    QStringList values;
    for (const BoundExpr &arg : call.args)
        values += text ? QString(u"nullif(" % textSql(arg) % u", '')") : branchSql(arg, *type);
    if (text)
        values += QStringLiteral("''");
    const bool nullable = !text && std::ranges::all_of(call.args, [](const BoundExpr &arg) { return arg.nullable; });
    return madeExpr(*type, u"coalesce(" % values.join(u", ") % u')', nullable);
}

BoundExpr bindParseJson(const FunctionCall &call)
{
    if (call.args[0].type == ColumnType::Dynamic)
        return call.args[0];
    return parsedJson(call.text(0));
}

BoundExpr bindArrayLength(const FunctionCall &call)
{
    call.ofType(0, ColumnType::Dynamic);
    const QString json = plainExpr(call.args[0]).sql;
    return madeExpr(ColumnType::Long, u"CASE WHEN json_type(" % json % u") = 'ARRAY' THEN CAST(json_array_length(" % json
                        % u") AS BIGINT) END", true);
}

BoundExpr bindBagKeys(const FunctionCall &call)
{
    call.ofType(0, ColumnType::Dynamic);
    const QString json = plainExpr(call.args[0]).sql;
    return madeExpr(ColumnType::Dynamic, u"CASE WHEN json_type(" % json % u") = 'OBJECT' THEN CAST(to_json(json_keys(" % json
                        % u")) AS VARCHAR) END", true);
}

/// range(from, to, step): whole numbers or reals, at most 1,048,576 of them.
BoundExpr bindRangeList(const FunctionCall &call)
{
    const QString step = call.args.size() > 2 ? call.number(2) : QStringLiteral("CAST(1 AS BIGINT)");
    const QString from = u"CAST(" % call.number(0) % u" AS DOUBLE)";
    const bool whole = std::ranges::all_of(call.args, [](const BoundExpr &arg) { return isIntegral(arg.type); });
    const QString count = u"least(greatest(floor((CAST(" % call.number(1) % u" AS DOUBLE) - " % from % u") / CAST(" % step
        % u" AS DOUBLE)) + 1, 0), 1048576)";
    const QString value = whole ? QString(call.args[0].sql % u" + i * " % step) : QString(from % u" + i * CAST(" % step % u" AS DOUBLE)");
    return madeExpr(ColumnType::Dynamic, u"CASE WHEN " % step % u" <> 0 THEN CAST(to_json(list_transform(range(CAST(" % count
                        % u" AS BIGINT)), i -> " % value % u")) AS VARCHAR) END", true);
}

BoundExpr bindPackArray(const FunctionCall &call)
{
    QStringList elements;
    for (const BoundExpr &arg : call.args)
        elements += jsonSql(arg);
    return madeExpr(ColumnType::Dynamic, u"CAST(json_array(" % elements.join(u", ") % u") AS VARCHAR)", false);
}

BoundExpr bindPack(const FunctionCall &call)
{
    if (call.args.size() % 2 != 0)
        return call.fail(semArguments, call.expr.name % u"(): keys and values must come in pairs");
    QStringList parts;
    for (size_t i = 0; i < call.args.size(); i += 2)
        parts << call.text(i) << jsonSql(call.args[i + 1]);
    return madeExpr(ColumnType::Dynamic, u"CAST(json_object(" % parts.join(u", ") % u") AS VARCHAR)", false);
}

} // namespace

BoundExpr parsedJson(const QString &text)
{
    return madeExpr(ColumnType::Dynamic, u"CASE WHEN " % text % u" = '' THEN NULL WHEN json_valid(" % text
                        % u") THEN CAST(CAST(" % text % u" AS JSON) AS VARCHAR) ELSE CAST(to_json(" % text
                        % u") AS VARCHAR) END", true);
}

std::span<const FunctionEntry> valueFunctions()
{
    static constexpr FunctionEntry entries[] = {
        {"tostring", 1, 1, bindConversion}, {"toint", 1, 1, bindConversion}, {"tolong", 1, 1, bindConversion},
        {"todouble", 1, 1, bindConversion}, {"toreal", 1, 1, bindConversion}, {"tofloat", 1, 1, bindConversion},
        {"tobool", 1, 1, bindConversion}, {"toboolean", 1, 1, bindConversion}, {"todatetime", 1, 1, bindConversion},
        {"totimespan", 1, 1, bindConversion}, {"toguid", 1, 1, bindConversion},
        {"isempty", 1, 1, bindIsEmpty}, {"isnotempty", 1, 1, bindIsEmpty}, {"notempty", 1, 1, bindIsEmpty},
        {"isnull", 1, 1, bindIsNull}, {"isnotnull", 1, 1, bindIsNull}, {"notnull", 1, 1, bindIsNull},
        {"not", 1, 1, bindNot}, {"iff", 3, 3, bindCase}, {"iif", 3, 3, bindCase}, {"case", 3, 199, bindCase},
        {"coalesce", 2, 64, bindCoalesce}, {"parse_json", 1, 1, bindParseJson}, {"parsejson", 1, 1, bindParseJson},
        {"todynamic", 1, 1, bindParseJson}, {"toobject", 1, 1, bindParseJson}, {"array_length", 1, 1, bindArrayLength},
        {"bag_keys", 1, 1, bindBagKeys}, {"range", 2, 3, bindRangeList}, {"pack_array", 1, 64, bindPackArray}, {"pack", 2, 64, bindPack}, {"bag_pack", 2, 64, bindPack}, {"pack_dictionary", 2, 64, bindPack}, {"parse_guid", 1, 1, bindConversion}};
    return entries;
}

} // namespace qd::lab
