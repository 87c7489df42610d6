#pragma once

#include "cost/budgetboard.h"
#include "widgets/chartspec.h"

namespace qd {

/// What is left of the month's budget, with the forecast dashed and lines where the breaker acts; without a budget, what
/// was spent so far.
ChartSpec budgetChartSpec(const BudgetLine &line, const QList<Change> &markers);

/// The forecast in one sentence: "Runs out on Nov 27 at 14:00, 3 days before the budget resets."
QString forecastSentence(const BudgetLine &line, Instant now);

} // namespace qd
