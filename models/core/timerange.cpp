#include "timerange.h"

#include "timerangeparser.h"

#include <algorithm>

namespace qd {

namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::year_month_day;

/// The same time of day `count` calendar months later; the 31st becomes the month's last day.
Instant plusMonths(Instant at, int count)
{
    const auto day = std::chrono::floor<days>(at);
    year_month_day date = year_month_day(day) + months(count);
    if (!date.ok())
        date = date.year() / date.month() / std::chrono::last;
    return Instant(std::chrono::sys_days(date)) + (at - day);
}

Instant roundedDown(Instant at, char unit)
{
    const auto day = std::chrono::floor<days>(at);
    const year_month_day date(day);
    switch (unit) {
    case 'm': return std::chrono::floor<std::chrono::minutes>(at);
    case 'h': return std::chrono::floor<std::chrono::hours>(at);
    case 'd': return day;
    case 'w': return day - days(std::chrono::weekday(day).iso_encoding() - 1);
    case 'M': return std::chrono::sys_days(date.year() / date.month() / 1);
    case 'y': return std::chrono::sys_days(date.year() / 1 / 1);
    default: return at;
    }
}

Instant resolveEnd(const TimeRange::End &end, Instant now)
{
    const Instant base = end.fixed.value_or(now);
    const Instant moved = (end.months == 0 ? base : plusMonths(base, end.months)) + end.offset;
    return roundedDown(moved, end.roundTo);
}

/// Whether the range is empty whatever the clock says. One end fixed and the other not: that depends on the clock.
bool isAlwaysEmpty(const TimeRange::End &from, const TimeRange::End &to)
{
    if (from.fixed.has_value() != to.fixed.has_value())
        return false;
    // A Wednesday in mid-month and mid-year at an uneven time, so that rounding decides nothing by accident.
    constexpr Instant probe = std::chrono::sys_days(std::chrono::year(2026) / 6 / 17) + std::chrono::hours(13)
        + std::chrono::minutes(37) + Seconds(41);
    return resolveEnd(from, probe) >= resolveEnd(to, probe);
}

} // namespace

Result<TimeRange> TimeRange::parse(const QString &text)
{
    const Result<ParsedTimeRange> parsed = parseTimeRange(text);
    if (!parsed)
        return parsed.error();
    if (isAlwaysEmpty(parsed->from, parsed->to))
        return timeRangeError(QStringLiteral("the range is empty: its start is not before its end"), parsed->toOffset);
    TimeRange range;
    range.m_text = parsed->text;
    range.m_from = parsed->from;
    range.m_to = parsed->to;
    return range;
}

TimeRange TimeRange::lastHour()
{
    TimeRange range;
    range.m_text = QStringLiteral("now-1h");
    range.m_from.offset = -std::chrono::hours(1);
    return range;
}

bool TimeRange::isAbsolute() const { return m_from.fixed.has_value() && m_to.fixed.has_value(); }

TimeSpanRange TimeRange::resolve(Instant now) const
{
    const Instant to = resolveEnd(m_to, now);
    return {std::min(resolveEnd(m_from, now), to), to};
}

} // namespace qd
