#include "slo/sliwindows.h"

#include <algorithm>
#include <array>

namespace qd {

namespace {

using std::chrono::minutes;

bool isTaken(const std::vector<SliWindow> &windows, minutes label)
{
    return std::ranges::any_of(windows, [label](const SliWindow &window) { return window.label == label; });
}

void addRolling(std::vector<SliWindow> &windows, minutes length, Instant to)
{
    if (!isTaken(windows, length))
        windows.push_back({.label = length, .from = to - length});
}

void addCalendar(std::vector<SliWindow> &windows, Instant to)
{
    const Instant from = calendarMonth(to).from;
    minutes label = std::chrono::ceil<minutes>(to - from);
    while (isTaken(windows, label))
        ++label;
    windows.push_back({.label = label, .from = from, .isCalendar = true});
}

} // namespace

std::vector<SliWindow> sliWindows(const SloDefinition &definition, Instant to)
{
    std::vector<SliWindow> windows;
    addRolling(windows, minutes(60), to);
    for (const BurnPair &pair : definition.burnPairs) {
        addRolling(windows, pair.longWindow, to);
        addRolling(windows, pair.shortWindow, to);
    }
    if (definition.window.kind == SloWindow::Kind::CalendarMonth)
        addCalendar(windows, to);
    else
        addRolling(windows, std::chrono::days(definition.window.days), to);
    std::ranges::stable_sort(windows, std::greater<>(), &SliWindow::from);
    return windows;
}

TimeSpanRange calendarMonth(Instant at)
{
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(at));
    const auto month = day.year() / day.month();
    return {Instant(std::chrono::sys_days(month / 1)), Instant(std::chrono::sys_days((month + std::chrono::months(1)) / 1))};
}

Instant budgetWindowStart(const SloWindow &window, Instant to)
{
    return window.kind == SloWindow::Kind::CalendarMonth ? calendarMonth(to).from : to - std::chrono::days(window.days);
}

Seconds seriesStep(TimeSpanRange span)
{
    static constexpr std::array<qint64, 18> steps{1,    2,    5,    10,   15,   30,    60,    120,   300,
                                                  600,  900,  1800, 3600, 7200, 10800, 21600, 43200, 86400};
    const qint64 wanted = std::chrono::ceil<Seconds>(span.to - span.from).count();
    for (const qint64 step : steps)
        if (step * 60 >= wanted)
            return Seconds(step);
    return std::chrono::days((wanted + 60 * 86400 - 1) / (60 * 86400));
}

Instant binStart(Instant at, Seconds step)
{
    constexpr Instant origin = std::chrono::sys_days(std::chrono::year(1) / 1 / 1);
    const Microseconds since = at - origin;
    return origin + since - since % Microseconds(step);
}

} // namespace qd
