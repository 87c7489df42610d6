#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace qd::lab {

/// The eleven metrics (domain facts 2.1), in their order.
enum class FleetMetric : uint8_t {
    TaskCount, TaskDuration, TaskCost, LlmTokens, LlmDuration, LlmErrors,
    ToolCalls, ToolDuration, ToolFallbacks, RepairAttempts, BudgetUsedRatio
};

/// A dimension of a metric. Values are small numbers: positions in the scenario's lists, or of the enumeration named.
enum class FleetDimension : uint8_t {
    None, Tenant, Outcome, Model, PromptVersion, Slot, Route, Workflow, Provider, TokenType, Deployment, Status, Tool,
    Server, ToolResult, ErrorClass, FromTool, ToTool, RepairResult, BudgetStateName
};

enum class TokenType : uint8_t { Input, Output, Cached };

/// How a metric's samples become one row per interval: a counter exports its sum once, a histogram sum, count, least
/// and most, a gauge its last value.
enum class Aggregation : uint8_t { Counter, Histogram, Gauge };

constexpr size_t mostDimensions = 5;

struct FleetMetricSpec {
    const char *name;
    Aggregation aggregation;
    std::array<FleetDimension, mostDimensions> dimensions; ///< None fills up
};

[[nodiscard]] const FleetMetricSpec &specOf(FleetMetric metric);

/// The dimension's name in customDimensions.
[[nodiscard]] const char *dimensionKey(FleetDimension dimension);

} // namespace qd::lab
