#pragma once

#include "slo/evaluate.h"

namespace qd {

/// Error budget in its own unit: bad events (Ratio, Threshold, Percentile) or the unit of the values (Mean).
struct BudgetUse {
    double allowed = 0; ///< what the events of the window may spend
    double spent = 0;   ///< never negative
};

/// What the counts allow and spend. Burn rate is spent / allowed.
BudgetUse budgetUse(const SloDefinition &definition, SliCounts counts);

/// The SLI over the counts, in its unit (shares 0..1). Nothing without events, nor for Percentile, which counts do not hold.
std::optional<double> sliValue(const SloDefinition &definition, SliCounts counts);

/// Counts of the window of this length in the sample; nothing when the sample does not have it.
std::optional<SliCounts> windowCounts(const SliSample &sample, std::chrono::minutes window);

/// One reading per pair of the definition, same order.
QList<BurnReading> burnReadings(const SloDefinition &definition, const SliSample &sample);

/// The reading that speaks for the tile: firing before silent, pages before tickets, then the highest burn / factor.
const BurnReading *worstReading(const QList<BurnReading> &readings);

} // namespace qd
