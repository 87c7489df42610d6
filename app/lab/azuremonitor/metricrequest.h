#pragma once

#include "azuremonitor/metriccatalog.h"
#include "azuremonitor/queryrequest.h"
#include "timerange.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace qd::lab {

/// The parameters of one metric as they came, from a GET's query or a member of POST /metrics.
struct MetricParameters {
    std::string metricId;
    std::string timespan;
    std::string interval;
    std::string aggregation; ///< with commas
    std::string segment;     ///< with commas
    std::string top;
    std::string orderby;
    std::string filter;
};

/// What is asked of one metric.
struct MetricRequest {
    MetricDefinition metric;
    TimeSpanRange range;
    std::string intervalText; ///< as it came; empty for one value over the whole range
    Microseconds interval{0};
    std::vector<std::string> aggregations;
    std::vector<std::string> segments; ///< dimensions, from the outside in
    size_t top = 10;                   ///< how many segments
    std::string orderBy;               ///< one of the aggregations
    bool isUpward = false;
    std::string filter;
};

std::variant<MetricRequest, QueryRequestProblem> decodeMetric(const MetricParameters &parameters, Instant now);

/// The parts of a list with commas, trimmed.
std::vector<std::string> commaParts(std::string_view text);

} // namespace qd::lab
