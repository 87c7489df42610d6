#pragma once

#include "fleet/fleetmetric.h"
#include "fleet/itemexporter.h"
#include "fleet/scenario.h"
#include "telemetry/item.h"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <unordered_map>
#include <vector>

namespace qd::lab {

/// Adds up samples per series over an export interval, with delta temporality: a series without samples in an interval
/// exports nothing. Borrows the scenario, which names the dimension values.
class MetricSet
{
public:
    explicit MetricSet(const Scenario &scenario);

    /// One sample. `values` are the dimensions in the order of specOf(metric), each under 255.
    void record(FleetMetric metric, std::initializer_list<size_t> values, double sample);
    /// Exports every series that has samples, stamped `end`, and starts the next interval.
    void exportInterval(Instant end, ItemExporter &exporter);

private:
    struct Series {
        FleetMetric metric = FleetMetric::TaskCount;
        Properties properties;
        double sum = 0;
        double least = 0;
        double most = 0;
        int count = 0;
    };

    Series &series(FleetMetric metric, std::initializer_list<size_t> values);
    [[nodiscard]] Properties properties(FleetMetric metric, std::initializer_list<size_t> values) const;
    [[nodiscard]] std::string valueName(FleetDimension dimension, size_t value) const;
    [[nodiscard]] TelemetryItem item(const Series &series, Instant end) const;

    const Scenario &m_scenario;
    std::unordered_map<uint64_t, size_t> m_index;
    std::vector<Series> m_series;
    std::vector<size_t> m_active;
};

/// The position of a model's HTTP status among the values of FleetDimension::Status.
[[nodiscard]] size_t statusIndex(int status);

} // namespace qd::lab
