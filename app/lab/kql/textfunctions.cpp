#include "kql/functions.h"

#include <QRegularExpression>

namespace qd::lab {

namespace {

BoundExpr textResult(const QString &sql) { return madeExpr(ColumnType::String, sql, false); }

BoundExpr bindStrcat(const FunctionCall &call)
{
    QStringList parts;
    for (const BoundExpr &arg : call.args)
        parts += textSql(arg);
    return textResult(u"concat(" % parts.join(u", ") % u')');
}

BoundExpr bindStrcatDelim(const FunctionCall &call)
{
    QStringList parts;
    for (const BoundExpr &arg : call.args)
        parts += textSql(arg);
    return textResult(u"concat_ws(" % parts.join(u", ") % u')');
}

BoundExpr bindStrlen(const FunctionCall &call)
{
    return madeExpr(ColumnType::Long, u"length(" % call.text(0) % u')', false);
}

BoundExpr bindToLower(const FunctionCall &call) { return textResult(u"lower(" % call.text(0) % u')'); }
BoundExpr bindToUpper(const FunctionCall &call) { return textResult(u"upper(" % call.text(0) % u')'); }

BoundExpr bindSubstring(const FunctionCall &call)
{
    const QString start = call.number(1);
    QString sql = u"substring(" % call.text(0) % u", CASE WHEN " % start % u" < 0 THEN " % start % u" ELSE " % start
        % u" + 1 END";
    if (call.args.size() > 2)
        sql += u", greatest(" % call.number(2) % u", 0)";
    if (!isIntegral(call.args[1].type) || (call.args.size() > 2 && !isIntegral(call.args[2].type)))
        return call.typeError(1, QStringLiteral("a whole number"));
    return textResult(u"coalesce(" % sql % u"), '')");
}

BoundExpr bindSplit(const FunctionCall &call)
{
    const QString parts = u"string_split(" % call.text(0) % u", " % call.text(1) % u')';
    if (call.args.size() == 2)
        return madeExpr(ColumnType::Dynamic, u"CAST(to_json(" % parts % u") AS VARCHAR)", false);
    const QString index = QString::number(call.constantInteger(2) + 1);
    return madeExpr(ColumnType::Dynamic, u"CAST(to_json(list_slice(" % parts % u", " % index % u", " % index
                        % u")) AS VARCHAR)", false);
}

BoundExpr bindReplaceString(const FunctionCall &call)
{
    return textResult(u"replace(" % call.text(0) % u", " % call.text(1) % u", " % call.text(2) % u')');
}

BoundExpr bindReplaceRegex(const FunctionCall &call)
{
    // replace_regex(source, pattern, rewrite); the old replace() has the source last.
    const bool old = call.expr.name == u"replace";
    const QString source = call.text(old ? 2 : 0);
    const QString pattern = call.text(old ? 0 : 1);
    return textResult(u"regexp_replace(" % source % u", " % pattern % u", " % call.text(old ? 1 : 2) % u", 'g')");
}

BoundExpr bindExtract(const FunctionCall &call)
{
    const QString pattern = sqlText(call.constantText(0));
    const qint64 group = call.constantInteger(1);
    if (group < 0 || group > 9)
        return call.fail(semArguments, QStringLiteral("extract(): the capture group must be 0 to 9"));
    const BoundExpr found = textResult(u"regexp_extract(" % call.text(2) % u", " % pattern % u", "
                                       % QString::number(group) % u')');
    if (call.args.size() < 4)
        return found;
    const kql::Expr &wanted = *call.expr.args[3];
    const auto type = wanted.kind == kql::ExprKind::TypeOf ? columnTypeFromName(wanted.name) : std::nullopt;
    const auto converted = type ? convertedTo(*type, found) : std::nullopt;
    return converted ? *converted : call.fail(semArguments, QStringLiteral("extract(): the fourth argument must be typeof(a type)"));
}

BoundExpr bindTrim(const FunctionCall &call)
{
    const QString pattern = call.constantText(0);
    const bool start = call.expr.name != u"trim_end";
    const bool end = call.expr.name != u"trim_start";
    QString sql = call.text(1);
    if (start)
        sql = u"regexp_replace(" % sql % u", " % sqlText(u"^(" % pattern % u")") % u", '')";
    if (end)
        sql = u"regexp_replace(" % sql % u", " % sqlText(u"(" % pattern % u")$") % u", '')";
    return textResult(sql);
}

/// A quotient rounded to so many digits, as text.
QString realTextOf(const QString &value, double unit, qint64 digits)
{
    const QString rounded = QStringLiteral("round(%1 / %2, %3)").arg(value, QString::number(unit, 'f', 0)).arg(digits);
    return textSql(madeExpr(ColumnType::Real, rounded, false));
}

BoundExpr bindStrcatArray(const FunctionCall &call)
{
    const QString array = plainExpr(call.args[0]).sql;
    call.ofType(0, ColumnType::Dynamic);
    return textResult(u"coalesce(array_to_string(json_extract_string(" % array % u", '$[*]'), " % call.text(1) % u"), '')");
}

BoundExpr bindStrrep(const FunctionCall &call)
{
    const QString count = u"CAST(greatest(least(" % call.ofType(1, ColumnType::Long) % u", 1024), 0) AS BIGINT)";
    if (call.args.size() == 2)
        return textResult(u"repeat(" % textSql(call.args[0]) % u", " % count % u')');
    return textResult(u"array_to_string(list_transform(range(" % count % u"), i -> " % textSql(call.args[0]) % u"), " % call.text(2) % u')');
}

BoundExpr bindReverse(const FunctionCall &call) { return textResult(u"reverse(" % textSql(call.args[0]) % u')'); }

/// How often the text stands in the other: overlapping for plain text.
BoundExpr bindCountOf(const FunctionCall &call)
{
    const QString kind = call.args.size() > 2 ? call.constantText(2) : QStringLiteral("normal");
    const QString source = call.text(0);
    const QString wanted = call.text(1);
    if (kind == u"regex")
        return madeExpr(ColumnType::Long, u"CAST(len(regexp_extract_all(" % source % u", " % wanted % u")) AS BIGINT)", false);
    if (kind != u"normal")
        return call.fail(semArguments, QStringLiteral("countof(): the kind must be 'normal' or 'regex'"));
    return madeExpr(ColumnType::Long, u"CAST(len(list_filter(range(1, length(" % source % u") + 1), i -> starts_with(substring(" % source
                        % u", i), " % wanted % u") AND " % wanted % u" <> '')) AS BIGINT)", false);
}

/// extract_all(regex, text): all matches of the one group.
BoundExpr bindExtractAll(const FunctionCall &call)
{
    const QString pattern = call.constantText(0);
    if (QRegularExpression(pattern).captureCount() != 1)
        return call.fail(semArguments, QStringLiteral("extract_all(): the pattern must have one group"));
    const QString found = u"regexp_extract_all(" % call.text(1) % u", " % sqlText(pattern) % u", 1)";
    return madeExpr(ColumnType::Dynamic, u"CASE WHEN len(" % found % u") > 0 THEN CAST(to_json(" % found % u") AS VARCHAR) END", true);
}

/// extract_json('$.a', text): also extractjson and the older order of its arguments.
BoundExpr bindExtractJson(const FunctionCall &call)
{
    const QString path = call.constantText(0);
    static const QRegularExpression plain(QStringLiteral("^\\$(\\.[A-Za-z0-9_]+|\\[[0-9]+\\]|\\['[A-Za-z0-9_. -]+'\\])*$"));
    if (!plain.match(path).hasMatch())
        return call.fail(semArguments, call.expr.name % u"(): the path must be like $.name[0]['a b']");
    QString sqlPath = path;
    sqlPath.replace(QStringLiteral("['"), QStringLiteral(".\"")).replace(QStringLiteral("']"), QStringLiteral("\""));
    const QString json = parsedJson(call.text(1)).sql;
    return textResult(u"coalesce(json_extract_string(" % json % u", " % sqlText(sqlPath) % u"), '')");
}

BoundExpr bindEncoding(const FunctionCall &call)
{
    const QString text = call.text(0);
    const QString &name = call.expr.name;
    if (name == u"base64_encode_tostring")
        return textResult(u"to_base64(encode(" % text % u"))");
    if (name == u"url_encode" || name == u"url_encode_component")
        return textResult(u"url_encode(" % text % u')');
    if (name == u"url_decode")
        return textResult(u"url_decode(" % text % u')');
    return textResult(u"coalesce(TRY(decode(from_base64(" % text % u"))), '')");
}

BoundExpr bindHash(const FunctionCall &call)
{
    const QString function = call.expr.name == u"hash_md5" ? QStringLiteral("md5") : call.expr.name == u"hash_sha1" ? QStringLiteral("sha1") : QStringLiteral("sha256");
    return textResult(function % u'(' % textSql(call.args[0]) % u')');
}

BoundExpr bindStrcmp(const FunctionCall &call)
{
    const QString a = call.text(0);
    const QString b = call.text(1);
    return madeExpr(ColumnType::Long, u"CAST(CASE WHEN " % a % u" < " % b % u" THEN -1 WHEN " % a % u" > " % b % u" THEN 1 ELSE 0 END AS BIGINT)", false);
}

/// format_bytes(size, precision): units of 1024.
BoundExpr bindFormatBytes(const FunctionCall &call)
{
    const QString size = u"CAST(" % call.number(0) % u" AS DOUBLE)";
    const qint64 digits = call.args.size() > 1 ? call.constantInteger(1) : 0;
    if (digits < 0 || digits > 10)
        return call.fail(semArguments, QStringLiteral("format_bytes(): the precision must be 0 to 10"));
    QString sql = QStringLiteral("CASE WHEN %1 IS NULL THEN ''").arg(size);
    double unit = 1;
    for (const char *name : {"Bytes", "KB", "MB", "GB", "TB", "PB"}) {
        const QString last = qstrcmp(name, "PB") == 0 ? QStringLiteral("TRUE") : QStringLiteral("abs(%1) < %2").arg(size, QString::number(unit * 1024, 'f', 0));
        sql += QStringLiteral(" WHEN %1 THEN %2 || ' %3'").arg(last, realTextOf(size, unit, digits), QLatin1String(name));
        unit *= 1024;
    }
    return textResult(sql % u" END");
}

} // namespace

std::span<const FunctionEntry> textFunctions()
{
    static constexpr FunctionEntry entries[] = {
        {"strcat", 1, 64, bindStrcat}, {"strcat_delim", 2, 64, bindStrcatDelim}, {"strcat_array", 2, 2, bindStrcatArray},
        {"strlen", 1, 1, bindStrlen}, {"substring", 2, 3, bindSubstring}, {"tolower", 1, 1, bindToLower},
        {"toupper", 1, 1, bindToUpper}, {"split", 2, 3, bindSplit},
        {"replace_string", 3, 3, bindReplaceString}, {"replace_regex", 3, 3, bindReplaceRegex},
        {"replace", 3, 3, bindReplaceRegex}, {"extract", 3, 4, bindExtract}, {"trim", 2, 2, bindTrim},
        {"trim_start", 2, 2, bindTrim}, {"trim_end", 2, 2, bindTrim}, {"strrep", 2, 3, bindStrrep}, {"reverse", 1, 1, bindReverse},
        {"countof", 2, 3, bindCountOf}, {"extract_all", 2, 2, bindExtractAll}, {"extract_json", 2, 2, bindExtractJson},
        {"extractjson", 2, 2, bindExtractJson}, {"base64_encode_tostring", 1, 1, bindEncoding},
        {"base64_decode_tostring", 1, 1, bindEncoding}, {"url_encode", 1, 1, bindEncoding}, {"url_encode_component", 1, 1, bindEncoding},
        {"url_decode", 1, 1, bindEncoding}, {"hash_md5", 1, 1, bindHash}, {"hash_sha1", 1, 1, bindHash}, {"hash_sha256", 1, 1, bindHash},
        {"strcmp", 2, 2, bindStrcmp}, {"format_bytes", 1, 2, bindFormatBytes}};
    return entries;
}

} // namespace qd::lab
