#pragma once

#include "slo/budget.h"
#include "slo/evaluate.h"

namespace qd {

/// What a tile's state is judged on.
struct TileFacts {
    QList<BurnReading> readings;
    ErrorBudget budget;
    double lastHourEvents = 0;
    std::optional<Instant> newest;       ///< newest event of the SLI
    std::optional<Instant> sourceNewest; ///< newest record of its source
    Instant now;
};

/// The newest record of the source is older than the definition allows, or there was none in the last day.
bool isSourceStale(const SloDefinition &definition, const TileFacts &facts);

/// The budget is gone, and there were enough events to say so.
bool isBudgetSpent(const SloDefinition &definition, const ErrorBudget &budget);

/// Both windows of the first pair burn so fast that what is left of the budget is gone within a tenth of its window
/// (3 of 30 days), and there were enough events to say so. This may be below every factor: a nearly spent budget needs
/// little, and between a page's factor and a ticket's slow windows nothing fires for hours.
bool isBudgetGoingFast(const SloDefinition &definition, const QList<BurnReading> &readings, const ErrorBudget &budget, Instant now);

/// A page pair that still fires makes the tile critical even on ageing telemetry; after that, old or missing telemetry
/// counts before tickets, because those judge hours that nothing is known about.
TileState tileState(const SloDefinition &definition, const TileFacts &facts);

} // namespace qd
