// The reading side of rowfilter.h.
#include "query/columnreader.h"
#include "query/rowfilter.h"

#include <QDateTime>
#include <QHash>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace qd::query {

namespace {

struct FilterSign {
    QLatin1StringView sign;
    FilterOp op;
};

// Longer signs first.
constexpr std::array<FilterSign, 8> filterSigns{{{QLatin1StringView("!="), FilterOp::NotEqual}, {QLatin1StringView("<="), FilterOp::LessOrEqual},
                                                 {QLatin1StringView(">="), FilterOp::GreaterOrEqual}, {QLatin1StringView("=="), FilterOp::Equal},
                                                 {QLatin1StringView("="), FilterOp::Equal}, {QLatin1StringView("<"), FilterOp::Less},
                                                 {QLatin1StringView(">"), FilterOp::Greater}, {QLatin1StringView("!"), FilterOp::NotContains}}};

std::optional<double> filterNumber(QString text)
{
    text.remove(u' ').remove(QChar(0x202f)).remove(u'_');
    bool isNumber = false;
    const double value = text.toDouble(&isNumber);
    return isNumber ? std::optional(value) : std::nullopt;
}

/// "250ms", "1.5h", or hours, minutes and seconds "00:00:01.5".
std::optional<double> filterTimespan(const QString &text)
{
    static const QRegularExpression unit(QStringLiteral("^([0-9.]+)\\s*(us|ms|s|m|h|d)$"));
    static const QRegularExpression clock(QStringLiteral("^(?:(\\d+)\\.)?(\\d{1,2}):(\\d{2})(?::(\\d{2}(?:\\.\\d+)?))?$"));
    static const QHash<QString, double> units{{QStringLiteral("us"), 1}, {QStringLiteral("ms"), 1e3}, {QStringLiteral("s"), 1e6},
                                              {QStringLiteral("m"), 60e6}, {QStringLiteral("h"), 3600e6}, {QStringLiteral("d"), 86400e6}};
    if (const auto match = unit.match(text); match.hasMatch())
        return match.captured(1).toDouble() * units.value(match.captured(2));
    if (const auto match = clock.match(text); match.hasMatch())
        return match.captured(1).toDouble() * 86400e6 + match.captured(2).toDouble() * 3600e6 + match.captured(3).toDouble() * 60e6
            + match.captured(4).toDouble() * 1e6;
    return std::nullopt;
}

/// A day, or a day with hours, minutes, seconds; UTC.
std::optional<double> filterInstant(QString text)
{
    text.replace(u'T', u' ');
    if (text.endsWith(u'Z'))
        text.chop(1);
    static const std::array<QString, 4> forms{QStringLiteral("yyyy-MM-dd"), QStringLiteral("yyyy-MM-dd HH:mm"), QStringLiteral("yyyy-MM-dd HH:mm:ss"),
                                              QStringLiteral("yyyy-MM-dd HH:mm:ss.z")};
    for (const QString &form : forms) {
        QDateTime at = QDateTime::fromString(text, form);
        at.setTimeSpec(Qt::UTC);
        if (at.isValid())
            return static_cast<double>(at.toMSecsSinceEpoch()) * 1000;
    }
    return std::nullopt;
}

std::optional<double> filterOperand(ColumnType type, const QString &text)
{
    switch (type) {
    case ColumnType::Bool:
        return text.compare(QLatin1StringView("true"), Qt::CaseInsensitive) == 0 ? 1 : text.compare(QLatin1StringView("false"), Qt::CaseInsensitive) == 0 ? 0 : filterNumber(text);
    case ColumnType::DateTime: return filterInstant(text);
    case ColumnType::TimeSpan: return filterTimespan(text);
    default: return filterNumber(text);
    }
}

Error filterMistake(ColumnType type, const QString &operand)
{
    QString example = QStringLiteral("a number");
    if (type == ColumnType::DateTime)
        example = QStringLiteral("an instant such as 2026-11-21 13:00");
    else if (type == ColumnType::TimeSpan)
        example = QStringLiteral("a duration such as 250ms");
    else if (type == ColumnType::Bool)
        example = QStringLiteral("true or false");
    return {.kind = ErrorKind::Invalid, .message = QStringLiteral("\"%1\" is not %2.").arg(operand.left(60), example)};
}

} // namespace

Result<ColumnFilter> parseFilter(size_t column, ColumnType type, const QString &typed)
{
    const QString text = typed.trimmed();
    ColumnFilter filter{.column = column, .text = text};
    if (text == QLatin1StringView("null") || text == QLatin1StringView("!null")) {
        filter.op = text.startsWith(u'!') ? FilterOp::NotNull : FilterOp::IsNull;
        return filter;
    }
    for (const FilterSign &entry : filterSigns) {
        if (!text.startsWith(entry.sign))
            continue;
        filter.op = entry.op;
        filter.text = text.mid(entry.sign.size()).trimmed();
        break;
    }
    const bool isContaining = filter.op == FilterOp::Contains || filter.op == FilterOp::NotContains;
    if (isContaining || !(isNumeric(type) || type == ColumnType::Bool))
        return filter;
    const auto operand = filterOperand(type, filter.text);
    if (!operand)
        return filterMistake(type, filter.text);
    filter.number = *operand;
    return filter;
}

QString filterText(const ColumnFilter &filter)
{
    if (filter.op == FilterOp::IsNull || filter.op == FilterOp::NotNull)
        return filter.text;
    if (filter.op == FilterOp::Contains)
        return filter.text;
    if (filter.op == FilterOp::Equal)
        return u'=' % filter.text;
    const auto *found = std::ranges::find(filterSigns, filter.op, &FilterSign::op);
    return QString(found->sign) % filter.text;
}

} // namespace qd::query
