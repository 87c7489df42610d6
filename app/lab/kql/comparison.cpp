#include "kql/comparison.h"

#include "kql/constantfold.h"

#include <QRegularExpression>

#include <algorithm>

namespace qd::lab {

namespace {

BoundExpr truthExpr(const QString &sql, bool nullable)
{
    BoundExpr made;
    made.type = ColumnType::Bool;
    made.sql = sql;
    made.nullable = nullable;
    return made;
}

bool isTextual(const BoundExpr &expr)
{
    return expr.type == ColumnType::String || expr.type == ColumnType::Dynamic || expr.type == ColumnType::Guid;
}

/// The number in a dynamic value; NULL when it holds something else, text included.
BoundExpr dynamicNumber(const BoundExpr &expr)
{
    const QString path = sqlText(expr.path.isEmpty() ? QStringLiteral("$") : expr.path);
    BoundExpr made;
    made.type = ColumnType::Real;
    made.sql = u"CASE WHEN json_type(" % expr.sql % u", " % path
        % u") IN ('UBIGINT', 'BIGINT', 'DOUBLE') THEN TRY_CAST(json_extract_string(" % expr.sql % u", " % path
        % u") AS DOUBLE) END";
    return made;
}

BoundExpr dynamicBool(const BoundExpr &expr)
{
    const QString path = sqlText(expr.path.isEmpty() ? QStringLiteral("$") : expr.path);
    return truthExpr(u"CASE WHEN json_type(" % expr.sql % u", " % path % u") = 'BOOLEAN' THEN json_extract_string("
                         % expr.sql % u", " % path % u") = 'true' END",
                     true);
}

/// A dynamic value as what it is compared with.
BoundExpr dynamicAs(const BoundExpr &expr, ColumnType other)
{
    if (isNumeric(other))
        return dynamicNumber(expr);
    if (other == ColumnType::Bool)
        return dynamicBool(expr);
    return convertedTo(other, expr).value_or(expr);
}

/// Brings both sides to types that SQL compares; false when KQL refuses the pair.
bool comparable(BoundExpr *left, BoundExpr *right)
{
    if (left->type == ColumnType::Dynamic && right->type != ColumnType::Dynamic)
        *left = dynamicAs(*left, right->type);
    else if (right->type == ColumnType::Dynamic && left->type != ColumnType::Dynamic)
        *right = dynamicAs(*right, left->type);
    const bool guidText = (left->type == ColumnType::Guid && right->type == ColumnType::String)
        || (left->type == ColumnType::String && right->type == ColumnType::Guid);
    if (guidText) {
        *left = convertedTo(ColumnType::Guid, *left).value_or(*left);
        *right = convertedTo(ColumnType::Guid, *right).value_or(*right);
    }
    return left->type != ColumnType::Dynamic && commonType(left->type, right->type).has_value();
}

const QString *constantText(const BoundExpr &expr)
{
    return expr.type == ColumnType::String && expr.constant ? std::get_if<QString>(&*expr.constant) : nullptr;
}

/// A constant text that no missing value equals.
bool isSomeText(const BoundExpr &expr)
{
    const QString *text = constantText(expr);
    return text != nullptr && !text->isEmpty();
}

/// A filter for or against such a text may see the missing value as what it is.
BoundExpr someTextTest(const BoundExpr &left, const BoundExpr &right, bool negated)
{
    const bool whole = presentSql(left) == left.sql && presentSql(right) == right.sql;
    const QString symbol = !negated ? QStringLiteral(" = ") : whole ? QStringLiteral(" <> ") : QStringLiteral(" IS DISTINCT FROM ");
    return truthExpr(u'(' % presentSql(left) % symbol % presentSql(right) % u')', true);
}

/// A BOOLEAN shown as text against a bool, or against "True", "False" or "": compared as the boolean it is.
/// False when the other side is something else.
bool booleanPair(BoundExpr *left, BoundExpr *right)
{
    if (!left->boolText)
        return false;
    const QString *text = constantText(*right);
    const bool word = text != nullptr && (*text == u"True" || *text == u"False");
    if (right->type != ColumnType::Bool && !word && !(text != nullptr && text->isEmpty()))
        return false;
    left->type = ColumnType::Bool;
    left->boolText = false;
    if (text != nullptr)
        *right = constantExpr(ColumnType::Bool, word ? Cell(*text == u"True") : Cell());
    return true;
}

/// Equality in which null takes part; NaN as the database has it.
QString nullEqualitySql(const BoundExpr &left, const BoundExpr &right, bool negated, bool filter)
{
    const bool never = !left.nullable && !right.nullable;
    const bool both = left.nullable && right.nullable;
    if (never || (filter && !negated))
        return u'(' % left.sql % (negated ? u" <> " : u" = ") % right.sql % u')';
    const QString sql = u'(' % left.sql % (negated ? u" IS DISTINCT FROM " : u" IS NOT DISTINCT FROM ") % right.sql % u')';
    if (!both || filter)
        return sql;
    return u"CASE WHEN " % left.sql % u" IS NULL AND " % right.sql % u" IS NULL THEN NULL ELSE " % sql % u" END";
}

QString equalitySql(const BoundExpr &left, const BoundExpr &right, bool negated, bool filter)
{
    const QString sql = nullEqualitySql(left, right, negated, filter);
    if (!canBeNan(left) || !canBeNan(right))
        return sql;
    return u'(' % sql % (negated ? u" OR isnan(" : u" AND NOT isnan(") % left.sql % u"))";
}

/// Nothing is greater, smaller or equal to NaN.
QString orderingSql(const QString &symbol, const BoundExpr &left, const BoundExpr &right)
{
    const QString sql = u'(' % left.sql % u' ' % symbol % u' ' % right.sql % u')';
    const BoundExpr &greater = symbol.startsWith(u'>') ? left : right;
    return canBeNan(greater) ? QString(u'(' % sql % u" AND NOT isnan(" % greater.sql % u"))") : sql;
}

BoundExpr cannotCompare(CompileContext &context, const BoundExpr &left, const BoundExpr &right, const kql::Place &place)
{
    return context.fail(semType, u"Cannot compare values of types " % columnTypeName(left.type) % u" and "
                            % columnTypeName(right.type) % u". Try adding explicit casts", place);
}

/// ASCII letters and digits make terms; everything else separates them.
bool isTermCharacter(QChar c)
{
    return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}

/// The text as an RE2 pattern that matches only itself.
QString regexLiteral(const QString &text)
{
    QString escaped;
    for (const QChar c : text) {
        if (c.unicode() < 0x80 && !isTermCharacter(c) && c.unicode() >= 0x20)
            escaped += u'\\';
        escaped += c;
    }
    return escaped;
}

const QString termEdge = QStringLiteral("[^0-9A-Za-z]");

/// Pattern of a whole term (or its beginning or end): where the searched text ends in a letter or digit, the value must
/// not go on with one.
QString termPattern(const QString &term, bool start, bool end, bool caseSensitive)
{
    const bool startEdge = start && !term.isEmpty() && isTermCharacter(term.front());
    const bool endEdge = end && !term.isEmpty() && isTermCharacter(term.back());
    return (caseSensitive ? QStringLiteral("(?s)") : QStringLiteral("(?is)"))
        + (startEdge ? QString(u"(?:^|" % termEdge % u')') : QString()) + regexLiteral(term)
        + (endEdge ? QString(u"(?:" % termEdge % u"|$)") : QString());
}

QString termPatternSql(const BoundExpr &term, bool start, bool end, bool caseSensitive)
{
    if (const QString *text = constantText(term))
        return sqlText(termPattern(*text, start, end, caseSensitive));
    const QString sql = textSql(term);
    const QString before = start ? QString(u"CASE WHEN regexp_matches(" % sql % u", '^[0-9A-Za-z]') THEN '(?:^|[^0-9A-Za-z])' ELSE '' END")
                                 : QStringLiteral("''");
    const QString after = end ? QString(u"CASE WHEN regexp_matches(" % sql % u", '[0-9A-Za-z]$') THEN '(?:[^0-9A-Za-z]|$)' ELSE '' END")
                              : QStringLiteral("''");
    const QString flags = QString::fromLatin1(caseSensitive ? "(?s)" : "(?is)");
    return u"concat('" % flags % u"', " % before % u", regexp_escape(" % sql % u"), " % after % u')';
}

QString termSql(const QString &base, const BoundExpr &left, const BoundExpr &right, bool caseSensitive)
{
    const QString pattern = termPatternSql(right, base != u"hassuffix", base != u"hasprefix", caseSensitive);
    return u"regexp_matches(" % textSql(left) % u", " % pattern % u')';
}

QString foldedText(const BoundExpr &expr, bool caseSensitive)
{
    const QString sql = textSql(expr);
    return caseSensitive ? sql : QString(u"lower(" % sql % u')');
}

/// Case means nothing where the searched text has no letters; folding every row costs more than the search.
bool isCaseless(const BoundExpr &expr)
{
    const QString *text = constantText(expr);
    return text != nullptr && std::ranges::none_of(*text, [](QChar c) { return c.isLetter() || c.isSurrogate() || c.isMark(); });
}

QString textTestSql(const QString &base, const BoundExpr &left, const BoundExpr &right, bool caseSensitive)
{
    if (base == u"matches")
        return u"regexp_matches(" % textSql(left) % u", " % textSql(right) % u')';
    if (base.startsWith(u"has"))
        return termSql(base, left, right, caseSensitive);
    const bool exact = caseSensitive || isCaseless(right);
    const QString a = foldedText(left, exact);
    const QString b = foldedText(right, exact);
    if (base == u"~")
        return u'(' % a % u" = " % b % u')';
    const QString function = base == u"contains" ? QStringLiteral("contains")
        : base == u"startswith"                  ? QStringLiteral("starts_with")
                                                 : QStringLiteral("ends_with");
    return function % u'(' % a % u", " % b % u')';
}

// ---- arithmetic

BoundExpr arithmeticResult(ColumnType type, const QString &sql, const BoundExpr &left, const BoundExpr &right)
{
    BoundExpr made;
    made.type = type;
    made.sql = sql;
    made.nullable = left.nullable || right.nullable;
    return made;
}

QString realSql(const BoundExpr &expr)
{
    return expr.type == ColumnType::Real ? expr.sql : QString(u"CAST(" % expr.sql % u" AS DOUBLE)");
}

QString longSql(const BoundExpr &expr)
{
    return expr.type == ColumnType::Int ? QString(u"CAST(" % expr.sql % u" AS BIGINT)") : expr.sql;
}

BoundExpr numberArithmetic(const QString &symbol, const BoundExpr &left, const BoundExpr &right)
{
    const bool real = left.type == ColumnType::Real || right.type == ColumnType::Real;
    const QString a = real ? realSql(left) : longSql(left);
    const QString b = real ? realSql(right) : longSql(right);
    const ColumnType type = real ? ColumnType::Real : ColumnType::Long;
    QString sql = u'(' % a % u' ' % symbol % u' ' % b % u')';
    if (symbol == u"%")
        sql = u"(((" % a % u" % " % b % u") + abs(" % b % u")) % abs(" % b % u"))";
    else if (symbol == u"/" && !real)
        sql = u'(' % a % u" // " % b % u')';
    BoundExpr made = arithmeticResult(type, sql, left, right);
    made.nullable = made.nullable || (!real && (symbol == u"/" || symbol == u"%"));
    return made;
}

std::optional<BoundExpr> spanArithmetic(const QString &symbol, const BoundExpr &left, const BoundExpr &right)
{
    const bool spans = left.type == ColumnType::TimeSpan && right.type == ColumnType::TimeSpan;
    const QString pair = u'(' % left.sql % u' ' % symbol % u' ' % right.sql % u')';
    if (spans && (symbol == u"+" || symbol == u"-"))
        return arithmeticResult(ColumnType::TimeSpan, pair, left, right);
    if (spans && symbol == u"/")
        return arithmeticResult(ColumnType::Real, u"(CAST(" % left.sql % u" AS DOUBLE) / CAST(" % right.sql % u" AS DOUBLE))", left, right);
    const bool scaled = left.type == ColumnType::TimeSpan && isNumeric(right.type) && (symbol == u"*" || symbol == u"/");
    const bool scaling = right.type == ColumnType::TimeSpan && isNumeric(left.type) && symbol == u"*";
    if (!scaled && !scaling)
        return std::nullopt;
    const QString sql = u"CAST(trunc(CAST(" % left.sql % u" AS DOUBLE) " % symbol % u" CAST(" % right.sql % u" AS DOUBLE)) AS BIGINT)";
    return arithmeticResult(ColumnType::TimeSpan, sql, left, right);
}

std::optional<BoundExpr> timeArithmetic(const QString &symbol, const BoundExpr &left, const BoundExpr &right)
{
    const bool leftTime = left.type == ColumnType::DateTime;
    const bool rightTime = right.type == ColumnType::DateTime;
    if (leftTime && rightTime && symbol == u"-")
        return arithmeticResult(ColumnType::TimeSpan, u"(epoch_us(" % left.sql % u") - epoch_us(" % right.sql % u"))", left, right);
    const bool forward = leftTime && right.type == ColumnType::TimeSpan && (symbol == u"+" || symbol == u"-");
    const bool backward = rightTime && left.type == ColumnType::TimeSpan && symbol == u"+";
    if (!forward && !backward)
        return std::nullopt;
    const BoundExpr &at = forward ? left : right;
    const BoundExpr &span = forward ? right : left;
    return arithmeticResult(ColumnType::DateTime, u'(' % at.sql % u' ' % symbol % u" to_microseconds(" % span.sql % u"))", left, right);
}

// ---- membership

bool isPlainList(const BoundExpr &left, const std::vector<BoundExpr> &values)
{
    return std::ranges::all_of(values, [&left](const BoundExpr &value) {
        return !value.nullable && !value.boolText && (value.type == left.type || (isNumeric(value.type) && isNumeric(left.type)));
    });
}

BoundExpr hasList(CompileContext &context, const QString &word, const BoundExpr &left, const std::vector<BoundExpr> &values,
                  const kql::Place &place)
{
    QStringList tests;
    for (const BoundExpr &value : values)
        tests += compareText(context, QStringLiteral("has"), left, value, place).sql;
    if (tests.isEmpty())
        return constantExpr(ColumnType::Bool, word == u"has_all");
    return truthExpr(u'(' % tests.join(word == u"has_all" ? u" AND " : u" OR ") % u')', false);
}

BoundExpr listTest(const BoundExpr &left, const std::vector<BoundExpr> &values, bool folded, bool negated, bool filter)
{
    QStringList items;
    for (const BoundExpr &value : values)
        items += folded ? QString(u"lower(" % textSql(value) % u')') : value.sql;
    const bool some = filter && !negated && left.type == ColumnType::String && std::ranges::all_of(values, isSomeText);
    const QString plain = some ? presentSql(left) : left.sql;
    const QString subject = folded ? QString(u"lower(" % textSql(left) % u')') : plain;
    const QString test = u'(' % subject % (negated ? u" NOT IN (" : u" IN (") % items.join(u", ") % u"))";
    if (!left.nullable || folded || (filter && !negated))
        return truthExpr(test, false);
    return truthExpr(u"coalesce(" % test % (negated ? u", TRUE)" : u", FALSE)"), false);
}

} // namespace

BoundExpr compareEqual(CompileContext &context, const BoundExpr &left, const BoundExpr &right, bool negated, bool filter,
                       const kql::Place &place)
{
    BoundExpr a = left;
    BoundExpr b = right;
    const bool empty = (a.boolText && constantText(b) && constantText(b)->isEmpty())
        || (b.boolText && constantText(a) && constantText(a)->isEmpty());
    if (booleanPair(&a, &b) || booleanPair(&b, &a)) {
        if (empty) {
            const QString subject = left.boolText ? left.sql : right.sql;
            return truthExpr(u'(' % subject % (negated ? u" IS NOT NULL)" : u" IS NULL)"), false);
        }
        return truthExpr(equalitySql(a, b, negated, filter), false);
    }
    a = a.boolText ? plainExpr(a) : a;
    b = b.boolText ? plainExpr(b) : b;
    if (!comparable(&a, &b))
        return cannotCompare(context, left, right, place);
    if (filter && (isSomeText(a) || isSomeText(b)))
        return someTextTest(a, b, negated);
    return truthExpr(equalitySql(a, b, negated, filter), a.nullable && b.nullable);
}

BoundExpr compareOrder(CompileContext &context, const QString &symbol, const BoundExpr &left, const BoundExpr &right,
                       const kql::Place &place)
{
    BoundExpr a = plainExpr(left);
    BoundExpr b = plainExpr(right);
    if (a.type == ColumnType::Dynamic || b.type == ColumnType::Dynamic) {
        a = left;
        b = right;
    }
    if (!comparable(&a, &b) || a.type == ColumnType::Bool || a.type == ColumnType::Guid)
        return cannotCompare(context, left, right, place);
    return truthExpr(orderingSql(symbol, a, b), a.nullable || b.nullable);
}

BoundExpr compareText(CompileContext &context, const QString &word, const BoundExpr &left, const BoundExpr &right,
                      const kql::Place &place)
{
    const QString name = word == u"=~" ? QStringLiteral("~") : word == u"!~" ? QStringLiteral("!~") : word;
    if (!isTextual(left) || !isTextual(right))
        return context.fail(semType, u"Operator '" % word % u"' needs strings, not " % columnTypeName(left.type) % u" and "
                                % columnTypeName(right.type), place);
    const bool negated = name.startsWith(u'!');
    const bool caseSensitive = name.endsWith(u"_cs");
    const QString base = name.mid(negated ? 1 : 0).chopped(caseSensitive ? 3 : 0);
    const QString *pattern = base == u"matches" ? constantText(right) : nullptr;
    if (pattern != nullptr && !QRegularExpression(*pattern).isValid())
        return context.fail(semArguments, QStringLiteral("the regular expression is not valid"), place);
    const QString test = textTestSql(base, left, right, caseSensitive);
    return truthExpr(negated ? QString(u"(NOT " % test % u')') : test, false);
}

BoundExpr arithmetic(CompileContext &context, const QString &symbol, const BoundExpr &left, const BoundExpr &right,
                     const kql::Place &place)
{
    if (const auto folded = foldedArithmetic(symbol, left, right))
        return *folded;
    if (isNumeric(left.type) && isNumeric(right.type))
        return numberArithmetic(symbol, left, right);
    if (const auto made = spanArithmetic(symbol, left, right))
        return *made;
    if (const auto made = timeArithmetic(symbol, left, right))
        return *made;
    const QString hint = left.type == ColumnType::String || right.type == ColumnType::String ? QStringLiteral("strcat") : QString();
    return context.fail(semType, u"Operator '" % symbol % u"' does not take " % columnTypeName(left.type) % u" and "
                            % columnTypeName(right.type) % u". Try adding explicit casts", place, hint);
}

BoundExpr membership(CompileContext &context, const QString &word, const BoundExpr &left,
                     const std::vector<BoundExpr> &values, bool filter, const kql::Place &place)
{
    if (word == u"has_any" || word == u"has_all")
        return hasList(context, word, left, values, place);
    const bool negated = word.startsWith(u'!');
    const bool folded = word.endsWith(u'~');
    if (values.empty())
        return constantExpr(ColumnType::Bool, negated);
    BoundExpr subject = left.boolText ? plainExpr(left) : left;
    if (subject.type == ColumnType::Dynamic && values.front().type == ColumnType::String)
        subject = *convertedTo(ColumnType::String, subject);
    const bool text = isTextual(subject) && std::ranges::all_of(values, isTextual);
    if (folded ? text : isPlainList(subject, values))
        return listTest(subject, values, folded, negated, filter);
    if (folded)
        return context.fail(semType, u"Operator '" % word % u"' needs strings", place);
    QStringList tests;
    for (const BoundExpr &value : values)
        tests += compareEqual(context, left, value, negated, false, place).sql;
    return truthExpr(u'(' % tests.join(negated ? u" AND " : u" OR ") % u')', true);
}

} // namespace qd::lab
