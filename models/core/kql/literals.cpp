#include "kql/literals.h"

#include <QRegularExpression>
#include <QString>

#include <array>
#include <cmath>

namespace qd::kql {

namespace {

struct LiteralUnit { QLatin1String name; double microseconds; };

constexpr double literalSecond = 1e6;
constexpr std::array<LiteralUnit, 27> literalUnits{{
    {QLatin1String("d"), 86400 * literalSecond}, {QLatin1String("day"), 86400 * literalSecond},
    {QLatin1String("days"), 86400 * literalSecond}, {QLatin1String("h"), 3600 * literalSecond},
    {QLatin1String("hr"), 3600 * literalSecond}, {QLatin1String("hrs"), 3600 * literalSecond},
    {QLatin1String("hour"), 3600 * literalSecond}, {QLatin1String("hours"), 3600 * literalSecond},
    {QLatin1String("m"), 60 * literalSecond}, {QLatin1String("min"), 60 * literalSecond},
    {QLatin1String("minute"), 60 * literalSecond}, {QLatin1String("minutes"), 60 * literalSecond},
    {QLatin1String("s"), literalSecond}, {QLatin1String("sec"), literalSecond},
    {QLatin1String("second"), literalSecond}, {QLatin1String("seconds"), literalSecond},
    {QLatin1String("ms"), 1000}, {QLatin1String("milli"), 1000}, {QLatin1String("millis"), 1000},
    {QLatin1String("millisecond"), 1000}, {QLatin1String("milliseconds"), 1000},
    {QLatin1String("micro"), 1}, {QLatin1String("micros"), 1}, {QLatin1String("microsecond"), 1},
    {QLatin1String("microseconds"), 1}, {QLatin1String("tick"), 0.1}, {QLatin1String("ticks"), 0.1}}};

/// Digits of a fraction as microseconds: "5" is 500000.
qint64 literalFraction(const QString &digits) { return digits.leftJustified(6, u'0', true).toLongLong(); }

std::optional<Microseconds> literalDuration(double microseconds)
{
    constexpr double limit = 9.2e17; // KQL's own range is 2^63 ticks
    if (!std::isfinite(microseconds) || std::abs(microseconds) > limit)
        return std::nullopt;
    return Microseconds(static_cast<qint64>(microseconds));
}

std::optional<Microseconds> literalClockTime(const QString &text)
{
    static const QRegularExpression pattern(
        QStringLiteral("^(-)?(?:(\\d{1,8})\\.)?(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{1,7}))?)?$"));
    const QRegularExpressionMatch match = pattern.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const auto part = [&match](int group) { return match.captured(group).toLongLong(); };
    if (part(3) > 23 || part(4) > 59 || part(5) > 59)
        return std::nullopt;
    const qint64 seconds = ((part(2) * 24 + part(3)) * 60 + part(4)) * 60 + part(5);
    const qint64 value = seconds * 1000000 + literalFraction(match.captured(6));
    return Microseconds(match.captured(1).isEmpty() ? value : -value);
}

std::optional<qint64> literalOffsetMinutes(const QString &zone)
{
    if (zone.isEmpty() || zone == u"Z" || zone == u"z")
        return 0;
    const qint64 minutes = zone.mid(1, 2).toLongLong() * 60 + zone.right(2).toLongLong();
    if (minutes > 14 * 60)
        return std::nullopt;
    return zone.startsWith(u'-') ? -minutes : minutes;
}

} // namespace

std::optional<Instant> dateTimeFromText(QStringView text)
{
    static const QRegularExpression pattern(
        QStringLiteral("^(\\d{4})(?:-(\\d{1,2})(?:-(\\d{1,2})(?:[T ](\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9}))?)?)?)?)?"
                       " ?([Zz]|[+-]\\d{2}:?\\d{2})?$"));
    const QRegularExpressionMatch match = pattern.match(text.toString().trimmed());
    if (!match.hasMatch())
        return std::nullopt;
    const auto part = [&match](int group, unsigned missing) {
        return match.captured(group).isEmpty() ? missing : match.captured(group).toUInt();
    };
    const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(part(1, 1))),
                                           std::chrono::month(part(2, 1)), std::chrono::day(part(3, 1))};
    const std::optional<qint64> zone = literalOffsetMinutes(match.captured(8));
    if (!date.ok() || int(date.year()) < 1 || part(4, 0) > 23 || part(5, 0) > 59 || part(6, 0) > 59 || !zone)
        return std::nullopt;
    const qint64 seconds = (part(4, 0) * 60LL + part(5, 0) - *zone) * 60 + part(6, 0);
    return Instant(std::chrono::sys_days(date)) + Seconds(seconds) + Microseconds(literalFraction(match.captured(7)));
}

std::optional<Microseconds> timeSpanFromText(QStringView text)
{
    const QString trimmed = text.toString().trimmed();
    if (const auto clock = literalClockTime(trimmed))
        return clock;
    static const QRegularExpression pattern(QStringLiteral("^(-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)\\s*([a-z]*)$"));
    const QRegularExpressionMatch match = pattern.match(trimmed);
    if (!match.hasMatch())
        return std::nullopt;
    const double number = match.captured(1).toDouble();
    const QString unit = match.captured(2);
    if (unit.isEmpty())
        return literalDuration(number * 86400 * literalSecond);
    for (const LiteralUnit &known : literalUnits)
        if (unit == known.name)
            return literalDuration(number * known.microseconds);
    return std::nullopt;
}

} // namespace qd::kql
