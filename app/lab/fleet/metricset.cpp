#include "fleet/metricset.h"

#include "fleet/budgetbreaker.h"
#include "fleet/names.h"
#include "fleet/taskrun.h"

#include <algorithm>

namespace qd::lab {

namespace {

constexpr const char *metricRoute = "/chat";
constexpr const char *tokenTypes[] = {"input", "output", "cached"};

/// Statuses as small numbers, so that they fit a series key.
constexpr int modelStatuses[] = {200, 400, 408, 429, 503};

} // namespace

size_t statusIndex(int status)
{
    const auto *found = std::find(std::begin(modelStatuses), std::end(modelStatuses), status);
    return static_cast<size_t>(found - std::begin(modelStatuses));
}

MetricSet::MetricSet(const Scenario &scenario) : m_scenario(scenario) {}

void MetricSet::record(FleetMetric metric, std::initializer_list<size_t> values, double sample)
{
    Series &target = series(metric, values);
    if (target.count == 0 || specOf(metric).aggregation == Aggregation::Gauge) {
        if (target.count == 0)
            m_active.push_back(static_cast<size_t>(&target - m_series.data()));
        target.sum = target.least = target.most = sample;
        target.count = 1;
        return;
    }
    target.sum += sample;
    target.least = std::min(target.least, sample);
    target.most = std::max(target.most, sample);
    ++target.count;
}

void MetricSet::exportInterval(Instant end, ItemExporter &exporter)
{
    for (const size_t index : m_active) {
        exporter.send(item(m_series[index], end), end);
        m_series[index].count = 0;
    }
    m_active.clear();
}

MetricSet::Series &MetricSet::series(FleetMetric metric, std::initializer_list<size_t> values)
{
    uint64_t key = static_cast<uint64_t>(metric) << (8 * mostDimensions);
    int shift = 0;
    for (const size_t value : values) {
        key |= (value & 0xff) << shift;
        shift += 8;
    }
    const auto [found, isNew] = m_index.try_emplace(key, m_series.size());
    if (isNew)
        m_series.push_back({.metric = metric, .properties = properties(metric, values)});
    return m_series[found->second];
}

Properties MetricSet::properties(FleetMetric metric, std::initializer_list<size_t> values) const
{
    Properties properties;
    size_t i = 0;
    for (const size_t value : values) {
        const FleetDimension dimension = specOf(metric).dimensions[i++];
        if (std::string name = valueName(dimension, value); !name.empty())
            properties.emplace_back(dimensionKey(dimension), std::move(name));
    }
    std::sort(properties.begin(), properties.end());
    return properties;
}

std::string MetricSet::valueName(FleetDimension dimension, size_t value) const
{
    switch (dimension) {
    case FleetDimension::Tenant: return m_scenario.tenants[value].name;
    case FleetDimension::Outcome: return taskOutcomeName(static_cast<TaskOutcome>(value));
    case FleetDimension::Model:
    case FleetDimension::Deployment: return m_scenario.models[value].name;
    case FleetDimension::PromptVersion: return m_scenario.prompts[value].version;
    case FleetDimension::Slot: return m_scenario.slotList[value].name;
    case FleetDimension::Route: return metricRoute;
    case FleetDimension::Workflow: return m_scenario.agents[value].name;
    case FleetDimension::Provider: return m_scenario.gateway.provider;
    case FleetDimension::TokenType: return tokenTypes[value];
    case FleetDimension::Status: return modelErrorClass(modelStatuses[value]);
    case FleetDimension::Tool:
    case FleetDimension::FromTool:
    case FleetDimension::ToTool: return m_scenario.tools[value].name;
    case FleetDimension::Server: return m_scenario.tools[value].server;
    case FleetDimension::ToolResult: return value == 0 ? "ok" : "error";
    case FleetDimension::ErrorClass: return toolErrorClass(static_cast<ToolOutcome>(value));
    case FleetDimension::RepairResult: return value == 0 ? "recovered" : "exhausted";
    case FleetDimension::BudgetStateName: return budgetStateName(static_cast<BudgetState>(value));
    case FleetDimension::None: break;
    }
    return {};
}

TelemetryItem MetricSet::item(const Series &series, Instant end) const
{
    const FleetMetricSpec &spec = specOf(series.metric);
    TelemetryItem item;
    item.kind = ItemKind::Metric;
    item.time = end;
    item.name = spec.name;
    item.properties = series.properties;
    item.roleName = m_scenario.role;
    item.roleInstance = metricInstance;
    item.sdkVersion = labSdkVersion;
    const bool isHistogram = spec.aggregation == Aggregation::Histogram;
    item.metricSum = series.sum;
    item.metricMin = isHistogram ? series.least : series.sum;
    item.metricMax = isHistogram ? series.most : series.sum;
    item.metricCount = isHistogram ? series.count : 1;
    return item;
}

} // namespace qd::lab
