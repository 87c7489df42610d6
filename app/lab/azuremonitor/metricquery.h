#pragma once

#include "azuremonitor/metricrequest.h"
#include "kql/schema.h"
#include "result.h"

#include <string>

namespace qd::lab {

/// The KQL of one metric: a row for each combination of segments (columns segment0 …), with count "rows_" of its rows and
/// one column per aggregation; best first and cut to `top` when `hasIntervals` is false, for each interval ("start_") when
/// it is true. Errors: Query, for a filter or a dimension that cannot be understood.
Result<std::string> metricKql(const MetricRequest &request, const KqlTable &table, bool hasIntervals);

} // namespace qd::lab
