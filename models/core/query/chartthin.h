#pragma once

#include "query/chartdata.h"

namespace qd::query {

/// Lines go from left to right.
void sortPoints(ChartSeries &series);
/// Of each stretch its least and its most stay, and every anomaly. False when there was nothing to leave out.
bool thinOut(ChartSeries &series, size_t most);
/// Slices beyond the largest are one together.
void foldSlices(ChartData &data, size_t most);

} // namespace qd::query
