#pragma once

#include "fleet/taskrun.h"

namespace qd::lab {

/// What the fleet's exporter calls itself in ai.internal.sdkVersion.
constexpr const char *labSdkVersion = "py3.11.9:otel1.27.0:ext1.0.0b31";
/// Metrics of all instances come through one collector.
constexpr const char *metricInstance = "otel-collector-1";

/// The outcome as the metric dimension spells it.
[[nodiscard]] constexpr const char *taskOutcomeName(TaskOutcome outcome)
{
    switch (outcome) {
    case TaskOutcome::Completed: return "completed";
    case TaskOutcome::Failed: return "failed";
    case TaskOutcome::Blocked: return "blocked";
    case TaskOutcome::Degraded: return "degraded";
    }
    return "";
}

/// The class of a tool's error; empty when there was none.
[[nodiscard]] constexpr const char *toolErrorClass(ToolOutcome outcome)
{
    switch (outcome) {
    case ToolOutcome::Ok: return "";
    case ToolOutcome::Error: return "tool_error";
    case ToolOutcome::Timeout: return "timeout";
    case ToolOutcome::InvalidArguments: return "invalid_arguments";
    case ToolOutcome::Denied: return "denied";
    }
    return "";
}

/// A model's HTTP status as the metric dimension spells it: 200, 408, 429, 5xx, filter.
[[nodiscard]] constexpr const char *modelErrorClass(int status)
{
    switch (status) {
    case 200: return "200";
    case 400: return "filter";
    case 408: return "408";
    case 429: return "429";
    default: return "5xx";
    }
}

} // namespace qd::lab
