#pragma once

#include <span>
#include <string>
#include <string_view>

namespace qd::lab {

/// A standard metric of the metrics API: where its values are, and how they are put together.
struct MetricDefinition {
    std::string id;          ///< "requests/duration"
    std::string displayName;
    std::string unit;        ///< "count", "ms", "%" or nothing
    std::string table;
    std::string total;       ///< KQL: what one row adds to the sum
    std::string weight;      ///< KQL: how many items one row stands for
    std::string least;       ///< KQL: the smallest value in one row, or the value whose variety is counted
    std::string most;        ///< KQL: the largest value in one row
    std::string where;       ///< KQL condition on the rows, or empty
    std::string usual;       ///< the aggregation that is taken when none is asked for
    std::string aggregations; ///< all that it knows, with commas
};

/// The standard metrics, in the order in which the service lists them.
std::span<const MetricDefinition> standardMetrics();

/// The metric with this id, also customMetrics/{name} of any name; its id is empty when there is none.
MetricDefinition metricOf(std::string_view id);

/// {"metrics":{…},"dimensions":{…}} of GET /metrics/metadata.
std::string metricMetadataJson();

} // namespace qd::lab
