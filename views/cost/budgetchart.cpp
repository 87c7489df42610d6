#include "cost/budgetchart.h"

#include "cost/costdelegates.h"
#include "format.h"

#include <QCoreApplication>

#include <algorithm>

namespace qd {

namespace {

QString budgetText(const char *text) { return QCoreApplication::translate("BudgetChart", text); }

std::vector<SliPoint> leftOf(const std::vector<SliPoint> &spent, double budget)
{
    std::vector<SliPoint> left;
    for (const SliPoint &point : spent)
        left.push_back({point.at, std::max(0.0, budget - point.value.value_or(0)), point.events});
    return left;
}

QString budgetMoment(Instant at) { return toDateTime(at).toString(QStringLiteral("MMM d 'at' hh:mm")); }

} // namespace

ChartSpec budgetChartSpec(const BudgetLine &line, const QList<Change> &markers)
{
    ChartSpec spec;
    const QString who = line.tenant.isEmpty() ? budgetText("All tenants") : line.tenant;
    const QString currency = line.spent.currency();
    spec.formatValue = [currency](double value) { return Money::of(value, currency).text(); };
    spec.markers = markers;
    spec.series = SeriesRole::Model;
    spec.isArea = true;
    spec.isFromZero = true;
    spec.lastTone = breakerTone(line.state);
    if (!line.budget) {
        spec.title = budgetText("%1: spent this month").arg(who);
        spec.subtitle = budgetText("no budget · UTC");
        spec.points = line.forecast.spent;
        spec.forecast = line.forecast.expected;
        return spec;
    }
    const double budget = line.budget->amount();
    spec.title = budgetText("%1: budget left this month").arg(who);
    spec.subtitle = budgetText("forecast dashed · UTC");
    spec.points = leftOf(line.forecast.spent, budget);
    spec.forecast = leftOf(line.forecast.expected, budget);
    spec.limits = {{budget * (1 - downshiftShare), budgetText("80 % used: downshift")}, {0, budgetText("100 % used: blocked")}};
    spec.upperBound = budget;
    return spec;
}

QString forecastSentence(const BudgetLine &line, Instant now)
{
    if (!line.budget)
        return line.forecast.monthEnd ? budgetText("%1 expected by the month's end; no budget is set.").arg(Money::of(*line.forecast.monthEnd, line.spent.currency()).text())
                                      : budgetText("Too little data for a forecast; no budget is set.");
    if (!line.forecast.runOut)
        return line.forecast.monthEnd ? budgetText("The budget lasts: %1 of %2 expected by the month's end.")
                                            .arg(Money::of(*line.forecast.monthEnd, line.spent.currency()).text(), line.budget->text())
                                      : budgetText("Too little data for a forecast.");
    const Instant runOut = *line.forecast.runOut;
    if (runOut <= now)
        return budgetText("Ran out on %1; resets in %2.").arg(budgetMoment(runOut), format::age(line.resets - now));
    return budgetText("Runs out on %1, %2 before it resets.").arg(budgetMoment(runOut), format::age(line.resets - runOut));
}

} // namespace qd
