#include "kql/functions.h"

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

BoundExpr bindIndexOf(const FunctionCall &call)
{
    return madeExpr(ColumnType::Long, u"(strpos(" % call.text(0) % u", " % call.text(1) % u") - 1)", false);
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

BoundExpr bindStrcatArray(const FunctionCall &call)
{
    const QString array = plainExpr(call.args[0]).sql;
    call.ofType(0, ColumnType::Dynamic);
    return textResult(u"coalesce(array_to_string(json_extract_string(" % array % u", '$[*]'), " % call.text(1) % u"), '')");
}

} // namespace

std::span<const FunctionEntry> textFunctions()
{
    static constexpr FunctionEntry entries[] = {
        {"strcat", 1, 64, bindStrcat}, {"strcat_delim", 2, 64, bindStrcatDelim}, {"strcat_array", 2, 2, bindStrcatArray},
        {"strlen", 1, 1, bindStrlen}, {"substring", 2, 3, bindSubstring}, {"tolower", 1, 1, bindToLower},
        {"toupper", 1, 1, bindToUpper}, {"indexof", 2, 2, bindIndexOf}, {"split", 2, 3, bindSplit},
        {"replace_string", 3, 3, bindReplaceString}, {"replace_regex", 3, 3, bindReplaceRegex},
        {"replace", 3, 3, bindReplaceRegex}, {"extract", 3, 4, bindExtract}, {"trim", 2, 2, bindTrim},
        {"trim_start", 2, 2, bindTrim}, {"trim_end", 2, 2, bindTrim}};
    return entries;
}

} // namespace qd::lab
