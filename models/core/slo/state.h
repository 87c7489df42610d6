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

/// A page pair that still fires makes the tile critical even on ageing telemetry; after that, old or missing telemetry
/// counts before tickets, because those judge hours that nothing is known about.
TileState tileState(const SloDefinition &definition, const TileFacts &facts);

} // namespace qd
