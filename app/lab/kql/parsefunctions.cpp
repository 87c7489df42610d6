#include "kql/functions.h"

#include <QStringList>

#include <algorithm>
#include <array>

/// Functions over what a text or a number holds: addresses, URLs, XML, versions, types, hashes, bits.
namespace qd::lab {

namespace {

QString engineSql(const QString &function, const QStringList &args) { return u"qd_" % function % u'(' % args.join(u", ") % u')'; }

QString engineText(const FunctionCall &call, size_t index) { return u"CAST(" % call.text(index) % u" AS VARCHAR)"; }

QString engineWhole(const FunctionCall &call, size_t index)
{
    if (!isIntegral(call.args[index].type))
        call.typeError(index, QStringLiteral("a whole number"));
    return u"CAST(" % call.args[index].sql % u" AS VARCHAR)";
}

/// parse_url, parse_urlquery, parse_xml, parse_csv: text to dynamic.
BoundExpr bindParsed(const FunctionCall &call)
{
    return madeExpr(ColumnType::Dynamic, engineSql(call.expr.name, {engineText(call, 0)}), true);
}

/// Comparable text of 32 digits; the service has a decimal number with the same order.
BoundExpr bindParseVersion(const FunctionCall &call)
{
    return madeExpr(ColumnType::Decimal, engineSql(QStringLiteral("parse_version"), {engineText(call, 0)}), true);
}

BoundExpr bindParseIpv4(const FunctionCall &call)
{
    return madeExpr(ColumnType::Long, u"CAST(" % engineSql(QStringLiteral("parse_ipv4"), {engineText(call, 0)}) % u" AS BIGINT)", true);
}

/// ipv4_is_in_range(address, range), or any of several ranges.
BoundExpr bindIpv4Range(const FunctionCall &call)
{
    QStringList tests;
    for (size_t i = 1; i < call.args.size(); ++i)
        tests += u"coalesce(" % engineSql(QStringLiteral("ipv4_in_range"), {engineText(call, 0), engineText(call, i)}) % u" = 'true', FALSE)";
    if (call.args.size() == 2)
        return madeExpr(ColumnType::Bool, engineSql(QStringLiteral("ipv4_in_range"), {engineText(call, 0), engineText(call, 1)}) % u" = 'true'", true);
    return madeExpr(ColumnType::Bool, u'(' % tests.join(u" OR ") % u')', false);
}

BoundExpr bindIpv4Private(const FunctionCall &call)
{
    return madeExpr(ColumnType::Bool, u'(' % engineSql(QStringLiteral("ipv4_is_private"), {engineText(call, 0)}) % u" = 'true')", true);
}

QString ipv4Compared(const FunctionCall &call)
{
    QStringList args{engineText(call, 0), engineText(call, 1)};
    if (call.args.size() > 2)
        args += engineWhole(call, 2);
    return u"CAST(" % engineSql(QStringLiteral("ipv4_compare"), args) % u" AS BIGINT)";
}

BoundExpr bindIpv4Compare(const FunctionCall &call) { return madeExpr(ColumnType::Long, ipv4Compared(call), true); }
BoundExpr bindIpv4Match(const FunctionCall &call) { return madeExpr(ColumnType::Bool, u'(' % ipv4Compared(call) % u" = 0)", true); }

BoundExpr bindFormatIpv4(const FunctionCall &call)
{
    QStringList args{isIntegral(call.args[0].type) ? engineWhole(call, 0) : engineText(call, 0)};
    if (call.args.size() > 1)
        args += engineWhole(call, 1);
    return madeExpr(ColumnType::String, u"coalesce(" % engineSql(QStringLiteral("format_ipv4"), args) % u", '')", false);
}

/// hash(x[, mod]): XXH64 of the text, or of the eight bytes of a number; a datetime counts as ticks since the year 1.
BoundExpr bindXxHash(const FunctionCall &call)
{
    const BoundExpr &value = call.args[0];
    QString hash = u"CAST(" % engineSql(QStringLiteral("xxhash64"), {u"CAST(" % textSql(value) % u" AS VARCHAR)"}) % u" AS BIGINT)";
    if (isIntegral(value.type) || value.type == ColumnType::DateTime || value.type == ColumnType::TimeSpan) {
        const QString ticks = value.type == ColumnType::DateTime ? QString(u"((epoch_us(" % value.sql % u") + 62135596800000000) * 10)")
            : value.type == ColumnType::TimeSpan                 ? QString(u"(" % value.sql % u" * 10)") : value.sql;
        hash = u"CAST(" % engineSql(QStringLiteral("xxhash64_number"), {u"CAST(" % ticks % u" AS VARCHAR)"}) % u" AS BIGINT)";
    }
    if (call.args.size() == 1)
        return madeExpr(ColumnType::Long, hash, true);
    const QString mod = u"CAST(" % call.number(1) % u" AS BIGINT)";
    return madeExpr(ColumnType::Long, u"CASE WHEN " % mod % u" > 0 THEN ((" % hash % u" % " % mod % u") + " % mod % u") % " % mod % u" END", true);
}

/// The type that the value has when the query runs.
BoundExpr bindGetType(const FunctionCall &call)
{
    const BoundExpr value = plainExpr(call.args[0]);
    if (value.type != ColumnType::Dynamic)
        return constantExpr(ColumnType::String, columnTypeName(value.type));
    return madeExpr(ColumnType::String, u"CASE coalesce(json_type(" % value.sql % u"), 'NULL') WHEN 'NULL' THEN 'null' WHEN 'VARCHAR' THEN 'string' WHEN 'BOOLEAN' "
                        u"THEN 'bool' WHEN 'DOUBLE' THEN 'double' WHEN 'ARRAY' THEN 'array' WHEN 'OBJECT' THEN 'dictionary' ELSE CASE WHEN TRY_CAST(" % value.sql
                        % u" AS INTEGER) IS NULL THEN 'long' ELSE 'int' END END", false);
}

BoundExpr bindNewGuid(const FunctionCall &) { return madeExpr(ColumnType::Guid, QStringLiteral("CAST(uuid() AS VARCHAR)"), false); }

/// rand(): 0 to 1; rand(n): whole numbers below n.
BoundExpr bindRand(const FunctionCall &call)
{
    if (call.args.empty())
        return madeExpr(ColumnType::Real, QStringLiteral("random()"), false);
    return madeExpr(ColumnType::Real, u"floor(random() * CAST(" % call.number(0) % u" AS DOUBLE))", call.args[0].nullable);
}

/// replace_strings(text, [what], [by what]): constant arrays, one replacement after the other.
BoundExpr bindReplaceStrings(const FunctionCall &call)
{
    const auto from = constantElements(call.args[1]);
    const auto to = constantElements(call.args[2]);
    QString sql = call.text(0);
    if (!from || !to || from->size() != to->size())
        return call.fail(semArguments, QStringLiteral("replace_strings(): two constant arrays of the same length are needed"));
    for (size_t i = 0; i < from->size(); ++i)
        sql = u"replace(" % sql % u", " % textSql((*from)[i]) % u", " % textSql((*to)[i]) % u')';
    return madeExpr(ColumnType::String, sql, false);
}

BoundExpr bindTranslate(const FunctionCall &call)
{
    return madeExpr(ColumnType::String, u"translate(" % call.text(2) % u", " % call.text(0) % u", " % call.text(1) % u')', false);
}

BoundExpr bindStringSize(const FunctionCall &call) { return madeExpr(ColumnType::Long, u"CAST(octet_length(encode(" % call.text(0) % u")) AS BIGINT)", false); }

BoundExpr bindIsAscii(const FunctionCall &call)
{
    return madeExpr(ColumnType::Bool, u"(octet_length(encode(" % call.text(0) % u")) = length(" % call.text(0) % u"))", false);
}

BoundExpr bindToHex(const FunctionCall &call)
{
    engineWhole(call, 0);
    QString sql = u"lower(to_hex(CAST(" % call.args[0].sql % u" AS BIGINT)))";
    if (call.args.size() > 1)
        sql = u"lpad(" % sql % u", CAST(least(greatest(" % call.number(1) % u", length(" % sql % u")), 64) AS INTEGER), '0')";
    return madeExpr(ColumnType::String, u"coalesce(" % sql % u", '')", false);
}

BoundExpr bindBits(const FunctionCall &call)
{
    engineWhole(call, 0);
    const QString value = u"CAST(" % call.args[0].sql % u" AS BIGINT)";
    const QString &name = call.expr.name;
    if (name == u"binary_not")
        return madeExpr(ColumnType::Long, u"(~" % value % u')', call.anyNullable());
    if (name == u"bitset_count_ones")
        return madeExpr(ColumnType::Long, u"CAST(bit_count(" % value % u") AS BIGINT)", call.anyNullable());
    engineWhole(call, 1);
    const QString places = u"(CAST(" % call.args[1].sql % u" AS BIGINT) & 63)";
    const QString bits = u"CAST(" % value % u" AS BIT)";
    const QString symbol = name == u"binary_shift_left" ? QStringLiteral(" << ") : QStringLiteral(" >> ");
    return madeExpr(ColumnType::Long, u"CAST((" % bits % symbol % u"CAST(" % places % u" AS INTEGER)) AS BIGINT)", call.anyNullable());
}

struct SpanPart { QChar letter; const char *unit; const char *wrap; };

/// format_timespan(t, 'd.hh:mm:ss.fff')
BoundExpr bindFormatTimeSpan(const FunctionCall &call)
{
    static constexpr std::array<SpanPart, 4> parts{{{u'd', "86400000000", ""}, {u'h', "3600000000", " % 24"}, {u'm', "60000000", " % 60"}, {u's', "1000000", " % 60"}}};
    static const QString delimiters = QStringLiteral(" /-:,._[]");
    const QString span = u"abs(" % call.ofType(0, ColumnType::TimeSpan) % u')';
    const QString format = call.constantText(1);
    QStringList pieces;
    for (qsizetype i = 0; i < format.size();) {
        qsizetype end = i;
        while (end < format.size() && format[end] == format[i])
            ++end;
        const qsizetype count = end - i;
        const auto part = std::ranges::find(parts, format[i], &SpanPart::letter);
        const bool fraction = (format[i] == u'f' || format[i] == u'F') && count <= 7;
        if (part != parts.end() && count <= 8)
            pieces += u"lpad(CAST(" % span % u" // " % QLatin1String(part->unit) % QLatin1String(part->wrap) % u" AS VARCHAR), CAST(greatest("
                % QString::number(count) % u", length(CAST(" % span % u" // " % QLatin1String(part->unit) % QLatin1String(part->wrap) % u" AS VARCHAR))) AS INTEGER), '0')";
        else if (fraction)
            pieces += u"left(lpad(CAST(" % span % u" % 1000000 AS VARCHAR), 6, '0') || '0', " % QString::number(count) % u')';
        else if (delimiters.contains(format[i]))
            pieces += sqlText(format.mid(i, count));
        else
            return call.fail(semArguments, u"format_timespan(): '" % format.mid(i, count).left(20) % u"' is not a format specifier");
        i = end;
    }
    if (pieces.isEmpty())
        return constantExpr(ColumnType::String, QString());
    return madeExpr(ColumnType::String, u"CASE WHEN " % call.args[0].sql % u" IS NULL THEN '' ELSE concat(" % pieces.join(u", ") % u") END", false);
}

/// indexof(text, what, start[, length[, occurrence]])
BoundExpr bindIndexOfFrom(const FunctionCall &call)
{
    const QString source = call.text(0);
    const QString wanted = call.text(1);
    const qint64 start = call.args.size() > 2 ? call.constantInteger(2) : 0;
    const qint64 length = call.args.size() > 3 ? call.constantInteger(3) : -1;
    const qint64 occurrence = call.args.size() > 4 ? call.constantInteger(4) : 1;
    if (occurrence < 1 || occurrence > 100)
        return call.fail(semArguments, QStringLiteral("indexof(): the occurrence must be 1 to 100"));
    const QString from = start < 0 ? QString(u"greatest(length(" % source % u") - " % QString::number(-start) % u", 0)") : QString::number(start);
    const QString within = length < 0 ? source : QString(u"left(" % source % u", CAST(" % from % u" + " % QString::number(length) % u" AS BIGINT))");
    const QString places = u"list_filter(range(CAST(" % from % u" AS BIGINT), length(" % within % u")), i -> starts_with(substring(" % within % u", i + 1), " % wanted % u"))";
    return madeExpr(ColumnType::Long, u"coalesce(CAST(" % places % u"[" % QString::number(occurrence) % u"] AS BIGINT), -1)", false);
}

BoundExpr bindHasAnyIndex(const FunctionCall &call)
{
    const auto words = constantElements(call.args[1]);
    if (!words)
        return call.fail(semArguments, QStringLiteral("has_any_index(): a constant array is needed"));
    QString sql = QStringLiteral("CASE");
    for (size_t i = 0; i < words->size(); ++i)
        sql += u" WHEN regexp_matches(" % call.text(0) % u", '(?i)(^|[^0-9A-Za-z])' || regexp_escape(" % textSql((*words)[i]) % u") || '($|[^0-9A-Za-z])') THEN "
            % QString::number(i);
    return madeExpr(ColumnType::Long, words->empty() ? QStringLiteral("CAST(-1 AS BIGINT)") : QString(u"CAST(" % sql % u" ELSE -1 END AS BIGINT)"), false);
}

} // namespace

std::span<const FunctionEntry> parseFunctions()
{
    static constexpr FunctionEntry entries[] = {
        {"parse_url", 1, 1, bindParsed}, {"parse_urlquery", 1, 1, bindParsed}, {"parse_xml", 1, 1, bindParsed}, {"parse_csv", 1, 1, bindParsed},
        {"parse_version", 1, 1, bindParseVersion}, {"parse_ipv4", 1, 1, bindParseIpv4}, {"ipv4_is_in_range", 2, 2, bindIpv4Range},
        {"ipv4_is_in_any_range", 2, 64, bindIpv4Range}, {"ipv4_is_private", 1, 1, bindIpv4Private}, {"ipv4_compare", 2, 3, bindIpv4Compare},
        {"ipv4_is_match", 2, 3, bindIpv4Match}, {"format_ipv4", 1, 2, bindFormatIpv4}, {"hash", 1, 2, bindXxHash}, {"hash_xxhash64", 1, 2, bindXxHash},
        {"gettype", 1, 1, bindGetType}, {"new_guid", 0, 0, bindNewGuid}, {"rand", 0, 1, bindRand}, {"replace_strings", 3, 3, bindReplaceStrings},
        {"translate", 3, 3, bindTranslate}, {"string_size", 1, 1, bindStringSize}, {"isascii", 1, 1, bindIsAscii}, {"tohex", 1, 2, bindToHex},
        {"binary_not", 1, 1, bindBits}, {"binary_shift_left", 2, 2, bindBits}, {"binary_shift_right", 2, 2, bindBits},
        {"bitset_count_ones", 1, 1, bindBits}, {"format_timespan", 2, 2, bindFormatTimeSpan}, {"indexof", 2, 5, bindIndexOfFrom},
        {"has_any_index", 2, 2, bindHasAnyIndex}};
    return entries;
}

} // namespace qd::lab
