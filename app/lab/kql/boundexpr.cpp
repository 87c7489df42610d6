#include "kql/boundexpr.h"

#include "kql/literals.h"

#include <algorithm>
#include <cmath>

namespace qd::lab {

namespace {

QString dateTimeLiteral(Instant at)
{
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date(day);
    const qint64 micros = (at - day).count();
    const auto two = [](qint64 value) { return QString::number(value).rightJustified(2, u'0'); };
    const qint64 seconds = micros / 1000000;
    const QString text = QString::number(int(date.year())).rightJustified(4, u'0') % u'-' % two(unsigned(date.month()))
        % u'-' % two(unsigned(date.day())) % u' ' % two(seconds / 3600) % u':' % two(seconds / 60 % 60) % u':'
        % two(seconds % 60) % u'.' % QString::number(micros % 1000000).rightJustified(6, u'0');
    return u"TIMESTAMP '" % text % u'\'';
}

QString realLiteral(double value)
{
    if (std::isnan(value))
        return QStringLiteral("CAST('nan' AS DOUBLE)");
    if (std::isinf(value))
        return value > 0 ? QStringLiteral("CAST('inf' AS DOUBLE)") : QStringLiteral("CAST('-inf' AS DOUBLE)");
    return u"CAST(" % QString::number(value, 'g', 17) % u" AS DOUBLE)";
}

struct ConstantSql {
    ColumnType type;

    QString operator()(std::monostate) const { return u"CAST(NULL AS " % sqlTypeName(type) % u')'; }
    QString operator()(bool value) const { return value ? QStringLiteral("TRUE") : QStringLiteral("FALSE"); }
    QString operator()(qint64 value) const
    {
        return u"CAST(" % QString::number(value) % u" AS " % sqlTypeName(type) % u')';
    }
    QString operator()(double value) const { return realLiteral(value); }
    QString operator()(const QString &value) const { return sqlText(value); }
    QString operator()(Instant value) const { return dateTimeLiteral(value); }
    QString operator()(Microseconds value) const { return u"CAST(" % QString::number(value.count()) % u" AS BIGINT)"; }
};

QString boolTextSql(const QString &sql)
{
    return u"CASE WHEN " % sql % u" THEN 'True' WHEN NOT " % sql % u" THEN 'False' ELSE '' END";
}

QString realTextSql(const QString &sql)
{
    return u"CASE WHEN isnan(" % sql % u") THEN 'NaN' WHEN isinf(" % sql % u") THEN CASE WHEN " % sql
        % u" > 0 THEN 'Infinity' ELSE '-Infinity' END WHEN " % sql % u" = trunc(" % sql % u") AND abs(" % sql
        % u") < 1e15 THEN CAST(CAST(" % sql % u" AS BIGINT) AS VARCHAR) ELSE upper(CAST(" % sql % u" AS VARCHAR)) END";
}

QString dateTimeTextSql(const QString &sql) { return u"strftime(" % sql % u", '%Y-%m-%dT%H:%M:%S.%f') || '0Z'"; }

QString timeSpanTextSql(const QString &sql)
{
    const QString whole = u"abs(" % sql % u')';
    const auto two = [](const QString &value) -> QString { return u"lpad(CAST(" % value % u" AS VARCHAR), 2, '0')"; };
    return u"concat(CASE WHEN " % sql % u" < 0 THEN '-' ELSE '' END, CASE WHEN " % whole
        % u" >= 86400000000 THEN CAST(" % whole % u" // 86400000000 AS VARCHAR) || '.' ELSE '' END, "
        % two(whole % u" // 3600000000 % 24") % u", ':', " % two(whole % u" // 60000000 % 60") % u", ':', "
        % two(whole % u" // 1000000 % 60") % u", CASE WHEN " % whole % u" % 1000000 <> 0 THEN '.' || lpad(CAST(" % whole
        % u" % 1000000 AS VARCHAR), 6, '0') || '0' ELSE '' END)";
}

/// The column that holds the text of the expression's member, or empty.
QString storedTextSql(const BoundExpr &expr)
{
    const bool belongs = expr.members && expr.sql == expr.members->column && !expr.path.isEmpty();
    return belongs ? expr.members->sql.value(expr.path) : QString();
}

QString dynamicTextSql(const BoundExpr &expr)
{
    if (const QString stored = storedTextSql(expr); !stored.isEmpty())
        return stored;
    return u"json_extract_string(" % expr.sql % u", " % sqlText(expr.path.isEmpty() ? QStringLiteral("$") : expr.path) % u')';
}

QString boolFromTextSql(const QString &text)
{
    return u"CASE lower(" % text % u") WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE ELSE qd_long("
        % text % u") <> 0 END";
}

QString dateTimeFromTextSql(const QString &text)
{
    return u"TRY_CAST(CASE WHEN regexp_matches(" % text % u", '^ *[0-9]{4}-') THEN " % text % u" END AS TIMESTAMP)";
}

QString timeSpanFromTextSql(const QString &text)
{
    static const QString pattern = QStringLiteral("'^(-?)(?:([0-9]{1,8})\\.)?([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\\.([0-9]{1,7}))?)?$'");
    const auto group = [&text](int number) -> QString {
        return u"regexp_extract(" % text % u", " % pattern % u", " % QString::number(number) % u')';
    };
    const auto number = [](const QString &value) -> QString { return u"CAST(CASE WHEN " % value % u" = '' THEN '0' ELSE " % value % u" END AS BIGINT)"; };
    return u"CASE WHEN regexp_matches(" % text % u", " % pattern % u") THEN (CASE WHEN " % group(1)
        % u" = '-' THEN -1 ELSE 1 END) * ((((" % number(group(2)) % u" * 24 + " % number(group(3)) % u") * 60 + "
        % number(group(4)) % u") * 60 + " % number(group(5)) % u") * 1000000 + CAST(rpad(left(" % group(6)
        % u", 6), 6, '0') AS BIGINT)) END";
}

std::optional<QString> fromTextSql(ColumnType type, const QString &text)
{
    switch (type) {
    case ColumnType::Bool: return boolFromTextSql(text);
    case ColumnType::DateTime: return dateTimeFromTextSql(text);
    case ColumnType::Int: return QString(u"qd_int(" % text % u')');
    case ColumnType::Long: return QString(u"qd_long(" % text % u')');
    case ColumnType::Real: return QString(u"qd_real(" % text % u')');
    case ColumnType::TimeSpan: return timeSpanFromTextSql(text);
    case ColumnType::Guid: return QString(u"lower(" % text % u')');
    case ColumnType::Dynamic:
    case ColumnType::Decimal:
    case ColumnType::String: break;
    }
    return std::nullopt;
}

/// Numbers and booleans among themselves.
std::optional<QString> fromNumberSql(ColumnType type, const BoundExpr &expr)
{
    const bool number = isNumeric(expr.type) || expr.type == ColumnType::Bool;
    if (!number)
        return std::nullopt;
    if (type == ColumnType::Real)
        return QString(u"CAST(" % expr.sql % u" AS DOUBLE)");
    if (type == ColumnType::Bool)
        return QString(u'(' % expr.sql % u" <> 0)");
    if (!isIntegral(type))
        return std::nullopt;
    const QString whole = expr.type == ColumnType::Real ? QString(u"trunc(" % expr.sql % u')') : expr.sql;
    return QString(u"TRY_CAST(" % whole % u" AS " % sqlTypeName(type) % u')');
}

std::optional<Cell> convertedConstant(ColumnType type, const QString &text)
{
    if (type == ColumnType::DateTime)
        if (const auto at = kql::dateTimeFromText(text))
            return Cell(*at);
    if (type == ColumnType::TimeSpan)
        if (const auto span = kql::timeSpanFromText(text))
            return Cell(*span);
    return std::nullopt;
}

/// What stays the same, and constant text that holds a date or a timespan.
std::optional<BoundExpr> convertedAtOnce(ColumnType type, const BoundExpr &expr)
{
    if (type == expr.type)
        return plainExpr(expr);
    const QString *text = expr.constant ? std::get_if<QString>(&*expr.constant) : nullptr;
    const auto cell = text && expr.type == ColumnType::String ? convertedConstant(type, *text) : std::nullopt;
    return cell ? std::optional(constantExpr(type, *cell)) : std::nullopt;
}

} // namespace

QString sqlTypeName(ColumnType type)
{
    switch (type) {
    case ColumnType::Bool: return QStringLiteral("BOOLEAN");
    case ColumnType::DateTime: return QStringLiteral("TIMESTAMP");
    case ColumnType::Int: return QStringLiteral("INTEGER");
    case ColumnType::Long:
    case ColumnType::TimeSpan: return QStringLiteral("BIGINT");
    case ColumnType::Real: return QStringLiteral("DOUBLE");
    case ColumnType::Decimal:
    case ColumnType::Dynamic:
    case ColumnType::Guid:
    case ColumnType::String: break;
    }
    return QStringLiteral("VARCHAR");
}

BoundExpr constantExpr(ColumnType type, const Cell &value)
{
    BoundExpr expr;
    expr.type = type;
    expr.sql = std::visit(ConstantSql{type}, value);
    expr.nullable = std::holds_alternative<std::monostate>(value);
    expr.simple = true;
    const double *real = std::get_if<double>(&value);
    expr.finite = real == nullptr || !std::isnan(*real);
    expr.constant = value;
    return expr;
}

QString memberPath(const QString &key)
{
    const bool plain = !key.isEmpty() && std::ranges::all_of(key, [](QChar c) {
        return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z')
            || QStringView(u"_.- :/").contains(c);
    });
    return plain ? QString(u"$.\"" % key % u'"') : QString();
}

QString presentSql(const BoundExpr &expr)
{
    const bool belongs = !expr.present.isEmpty() && expr.sql == QString(u"coalesce(" % expr.present % u", '')");
    return belongs ? expr.present : expr.sql;
}

QString nullableTextSql(const BoundExpr &expr)
{
    return expr.type == ColumnType::Dynamic ? dynamicTextSql(expr) : textSql(expr);
}

QString textSql(const BoundExpr &expr)
{
    QString text = expr.sql;
    switch (expr.type) {
    case ColumnType::String:
        return expr.boolText ? boolTextSql(expr.sql) : expr.sql;
    case ColumnType::Bool: return boolTextSql(expr.sql);
    case ColumnType::DateTime: text = dateTimeTextSql(expr.sql); break;
    case ColumnType::Int:
    case ColumnType::Long: text = u"CAST(" % expr.sql % u" AS VARCHAR)"; break;
    case ColumnType::Real: text = realTextSql(expr.sql); break;
    case ColumnType::TimeSpan: text = timeSpanTextSql(expr.sql); break;
    case ColumnType::Dynamic: text = dynamicTextSql(expr); break;
    case ColumnType::Guid:
    case ColumnType::Decimal: break;
    }
    return expr.nullable ? QString(u"coalesce(" % text % u", '')") : text;
}

BoundExpr plainExpr(const BoundExpr &expr)
{
    BoundExpr plain = expr;
    if (expr.boolText) {
        plain.sql = boolTextSql(expr.sql);
        plain.boolText = false;
        plain.nullable = false;
        plain.simple = false;
    } else if (!expr.path.isEmpty()) {
        const QString stored = storedTextSql(expr);
        plain.sql = stored.isEmpty() ? QString(u"CAST(json_extract(" % expr.sql % u", " % sqlText(expr.path) % u") AS VARCHAR)")
                                     : QString(u"CAST(to_json(" % stored % u") AS VARCHAR)");
        plain.path.clear();
        plain.simple = false;
    }
    return plain;
}

QString jsonSql(const BoundExpr &expr)
{
    if (expr.type == ColumnType::Dynamic)
        return u"CAST(" % plainExpr(expr).sql % u" AS JSON)";
    if (isNumeric(expr.type) || expr.type == ColumnType::Bool)
        return u"to_json(" % expr.sql % u')';
    if (!expr.nullable || expr.type == ColumnType::String)
        return u"to_json(" % textSql(expr) % u')';
    return u"CASE WHEN " % expr.sql % u" IS NOT NULL THEN to_json(" % textSql(expr) % u") END";
}

std::optional<BoundExpr> convertedTo(ColumnType type, const BoundExpr &expr)
{
    if (auto same = convertedAtOnce(type, expr))
        return same;
    BoundExpr made;
    made.type = type;
    if (type == ColumnType::String) {
        made.sql = textSql(expr);
        made.present = expr.type == ColumnType::Dynamic ? dynamicTextSql(expr) : QString();
        made.nullable = false;
        return made;
    }
    const bool text = expr.type == ColumnType::String || expr.type == ColumnType::Dynamic || expr.type == ColumnType::Guid;
    const auto sql = text ? fromTextSql(type, nullableTextSql(expr)) : fromNumberSql(type, expr);
    if (!sql)
        return std::nullopt;
    made.sql = *sql;
    made.nullable = text || expr.nullable || isIntegral(type);
    return made;
}

std::optional<ColumnType> commonType(ColumnType left, ColumnType right)
{
    if (left == right)
        return left;
    if (!isNumeric(left) || !isNumeric(right))
        return std::nullopt;
    return left == ColumnType::Real || right == ColumnType::Real ? ColumnType::Real : ColumnType::Long;
}

} // namespace qd::lab
