#include "query/celltext.h"

#include <QRegularExpression>

#include <cmath>

namespace qd::query {

namespace {

constexpr qint64 textUsPerSecond = 1000000;

QString groupedInteger(qint64 value)
{
    QString digits = QString::number(value);
    const qsizetype start = digits.startsWith(u'-') ? 1 : 0;
    if (digits.size() - start < 5)
        return digits;
    for (qsizetype at = digits.size() - 3; at > start; at -= 3)
        digits.insert(at, QChar(0x202f));
    return digits;
}

QString realText(double value, int precision)
{
    if (std::isnan(value))
        return QStringLiteral("NaN");
    if (std::isinf(value))
        return value > 0 ? QStringLiteral("Infinity") : QStringLiteral("-Infinity");
    return QString::number(value, 'g', precision);
}

QString shownReal(double value)
{
    if (std::isfinite(value) && value == std::floor(value) && std::abs(value) < 1e15)
        return groupedInteger(static_cast<qint64>(value));
    return realText(value, 6);
}

QString utf8Text(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

// What could move the line or the reading direction is shown as a space; UTF-8 is cut where a character ends.
QString firstLine(std::string_view text, qsizetype limit)
{
    const bool isLong = text.size() > static_cast<size_t>(limit) * 4;
    QString shown = utf8Text(isLong ? text.substr(0, static_cast<size_t>(limit) * 4) : text);
    const bool isCut = isLong || shown.size() > limit;
    shown.truncate(limit);
    for (QChar &c : shown)
        if (!c.isPrint() && !c.isSurrogate())
            c = u' ';
    return isCut ? shown + QChar(0x2026) : shown;
}

QString integerText(const ResultSet &set, size_t row, size_t column, bool isForPeople)
{
    const qint64 value = set.integer(row, column);
    switch (set.columnType(column)) {
    case ColumnType::Bool: return value != 0 ? QStringLiteral("true") : QStringLiteral("false");
    case ColumnType::DateTime: return instantText(Instant(Microseconds(value)), isForPeople);
    case ColumnType::TimeSpan: return timespanText(Microseconds(value));
    default: return isForPeople ? groupedInteger(value) : QString::number(value);
    }
}

bool isTextual(ColumnType type)
{
    return type == ColumnType::String || type == ColumnType::Guid || type == ColumnType::Decimal || type == ColumnType::Dynamic;
}

QString literalWord(ColumnType type)
{
    return type == ColumnType::TimeSpan ? QStringLiteral("timespan") : columnTypeName(type);
}

} // namespace

QString instantText(Instant at, bool isForPeople)
{
    const qint64 us = at.time_since_epoch().count();
    qint64 fraction = us % textUsPerSecond;
    if (fraction < 0)
        fraction += textUsPerSecond;
    const QString whole = toDateTime(Instant(Microseconds(us - fraction))).toString(isForPeople ? QStringLiteral("yyyy-MM-dd HH:mm:ss") : QStringLiteral("yyyy-MM-ddTHH:mm:ss"));
    if (!isForPeople)
        return whole % u'.' % QString::number(fraction).rightJustified(6, u'0') % QStringLiteral("0Z");
    if (fraction == 0)
        return whole % u'Z';
    const bool hasMicroseconds = fraction % 1000 != 0;
    return whole % u'.' % QString::number(hasMicroseconds ? fraction : fraction / 1000).rightJustified(hasMicroseconds ? 6 : 3, u'0') % u'Z';
}

QString timespanText(Microseconds value)
{
    const bool isNegative = value.count() < 0;
    const quint64 us = isNegative ? 0 - static_cast<quint64>(value.count()) : static_cast<quint64>(value.count());
    const quint64 seconds = us / textUsPerSecond;
    const auto two = [](quint64 part) { return QString::number(part).rightJustified(2, u'0'); };
    QString text = two(seconds / 3600 % 24) % u':' % two(seconds / 60 % 60) % u':' % two(seconds % 60);
    if (const quint64 days = seconds / 86400; days > 0)
        text.prepend(QString(QString::number(days) % u'.'));
    if (const quint64 fraction = us % textUsPerSecond; fraction > 0)
        text += u'.' % QString::number(fraction).rightJustified(6, u'0') % u'0';
    return isNegative ? QString(u'-' % text) : text;
}

QString shownText(const ResultSet &set, size_t row, size_t column, qsizetype limit)
{
    if (set.isNull(row, column))
        return {};
    const ColumnType type = set.columnType(column);
    if (isTextual(type))
        return firstLine(set.text(row, column), limit);
    return type == ColumnType::Real ? shownReal(set.real(row, column)) : integerText(set, row, column, true);
}

QString rawText(const ResultSet &set, size_t row, size_t column)
{
    if (set.isNull(row, column))
        return {};
    const ColumnType type = set.columnType(column);
    if (isTextual(type))
        return utf8Text(set.text(row, column));
    return type == ColumnType::Real ? realText(set.real(row, column), QLocale::FloatingPointShortest) : integerText(set, row, column, false);
}

QString kqlString(const QString &text)
{
    QString quoted = QStringLiteral("\"");
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\')
            quoted += u'\\' % QString(c);
        else if (c == u'\n')
            quoted += QLatin1StringView("\\n");
        else if (c == u'\r')
            quoted += QLatin1StringView("\\r");
        else if (c == u'\t')
            quoted += QLatin1StringView("\\t");
        else if (c.unicode() < 0x20)
            quoted += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QChar(u'0'));
        else
            quoted += c;
    }
    return quoted % u'"';
}

QString kqlName(const QString &name)
{
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z_][A-Za-z0-9_]*$"));
    if (plain.match(name).hasMatch())
        return name;
    return u'[' % kqlString(name) % u']';
}

QString kqlLiteral(const ResultSet &set, size_t row, size_t column)
{
    const ColumnType type = set.columnType(column);
    if (set.isNull(row, column))
        return type == ColumnType::String ? QStringLiteral("\"\"") : QString(literalWord(type) % QStringLiteral("(null)"));
    const QString raw = rawText(set, row, column);
    switch (type) {
    case ColumnType::String: return kqlString(raw);
    case ColumnType::Bool: return raw;
    case ColumnType::Long: return raw;
    case ColumnType::Dynamic: return QStringLiteral("dynamic(") % raw % u')';
    case ColumnType::Real:
        if (const double value = set.real(row, column); !std::isfinite(value))
            return std::isnan(value) ? QStringLiteral("real(nan)") : value > 0 ? QStringLiteral("real(+inf)") : QStringLiteral("real(-inf)");
        return QStringLiteral("real(") % raw % u')';
    default: return literalWord(type) % u'(' % raw % u')';
    }
}

} // namespace qd::query
