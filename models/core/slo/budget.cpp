#include "slo/budget.h"

#include "slo/burnrate.h"
#include "slo/sliwindows.h"

#include <algorithm>
#include <cmath>

namespace qd {

namespace {

bool isCalendarBudget(const SloDefinition &definition) { return definition.window.kind == SloWindow::Kind::CalendarMonth; }

double elapsedShare(Instant now)
{
    const TimeSpanRange month = calendarMonth(now);
    const Microseconds elapsed = std::max<Microseconds>(now - month.from, std::chrono::minutes(1));
    return static_cast<double>(elapsed.count()) / static_cast<double>((month.to - month.from).count());
}

SliCounts budgetCounts(const SloDefinition &definition, const SliSample &sample)
{
    if (isCalendarBudget(definition))
        return sample.calendarBudget.value_or(SliCounts{});
    return windowCounts(sample, std::chrono::days(definition.window.days)).value_or(SliCounts{});
}

} // namespace

ErrorBudget errorBudget(const SloDefinition &definition, const SliSample &sample, Instant now)
{
    const SliCounts counts = budgetCounts(definition, sample);
    const BudgetUse use = budgetUse(definition, counts);
    const double projection = isCalendarBudget(definition) ? 1 / elapsedShare(now) : 1;
    ErrorBudget budget{.total = use.allowed * projection, .spent = use.spent, .events = counts.total};
    if (counts.total > 0 && budget.total > 0)
        budget.remaining = 1 - budget.spent / budget.total;
    return budget;
}

Microseconds budgetWindow(const SloDefinition &definition, Instant now)
{
    if (!isCalendarBudget(definition))
        return std::chrono::days(definition.window.days);
    const TimeSpanRange month = calendarMonth(now);
    return month.to - month.from;
}

std::optional<Microseconds> timeToExhaustion(const SloDefinition &definition, const ErrorBudget &budget, double burn, Instant now)
{
    if (burn <= 1 || budget.remaining.value_or(0) <= 0)
        return std::nullopt;
    const Microseconds window = budgetWindow(definition, now);
    const Microseconds left(std::llround(*budget.remaining * static_cast<double>(window.count()) / burn));
    if (isCalendarBudget(definition) && now + left > calendarMonth(now).to)
        return std::nullopt;
    return left;
}

} // namespace qd
