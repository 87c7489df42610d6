#include "fleet/fleetmetric.h"

namespace qd::lab {

namespace {

using D = FleetDimension;
using A = Aggregation;

constexpr std::array<FleetMetricSpec, 11> fleetMetrics{{
    {"agent.task.count", A::Counter, {D::Tenant, D::Outcome, D::Model, D::PromptVersion, D::Slot}},
    {"agent.task.duration", A::Histogram, {D::Tenant, D::Route, D::Model, D::Slot}},
    {"agent.task.cost", A::Histogram, {D::Tenant, D::Workflow, D::Model, D::Provider}},
    {"agent.llm.tokens", A::Counter, {D::Model, D::TokenType}},
    {"agent.llm.duration", A::Histogram, {D::Model, D::Deployment, D::Status}},
    {"agent.llm.errors", A::Counter, {D::Model, D::Status}},
    {"agent.tool.calls", A::Counter, {D::Tool, D::Server, D::ToolResult, D::ErrorClass}},
    {"agent.tool.duration", A::Histogram, {D::Tool, D::Server}},
    {"agent.tool.fallbacks", A::Counter, {D::Tool, D::FromTool, D::ToTool}},
    {"agent.repair.attempts", A::Counter, {D::Tool, D::RepairResult}},
    {"agent.budget.used_ratio", A::Gauge, {D::Tenant, D::BudgetStateName}},
}};

} // namespace

const FleetMetricSpec &specOf(FleetMetric metric) { return fleetMetrics[static_cast<size_t>(metric)]; }

const char *dimensionKey(FleetDimension dimension)
{
    switch (dimension) {
    case D::None: return "";
    case D::Tenant: return "tenant";
    case D::Outcome: return "outcome";
    case D::Model: return "model";
    case D::PromptVersion: return "prompt_version";
    case D::Slot: return "slot";
    case D::Route: return "route";
    case D::Workflow: return "workflow";
    case D::Provider: return "provider";
    case D::TokenType: return "type";
    case D::Deployment: return "deployment";
    case D::Status: return "status";
    case D::Tool: return "tool";
    case D::Server: return "server";
    case D::ToolResult: return "outcome";
    case D::ErrorClass: return "error_class";
    case D::FromTool: return "from";
    case D::ToTool: return "to";
    case D::RepairResult: return "outcome";
    case D::BudgetStateName: return "state";
    }
    return "";
}

} // namespace qd::lab
