#include "fleet/taskmetrics.h"

namespace qd::lab {

namespace {

constexpr size_t liveSlot = 0;
constexpr size_t onlyValue = 0;

size_t valueOf(TokenType type) { return static_cast<size_t>(type); }

void recordModelCalls(const TaskRun &run, MetricSet &metrics)
{
    int input = 0;
    int output = 0;
    int cached = 0;
    for (const ModelCall &call : run.calls) {
        input += call.inputTokens;
        output += call.outputTokens;
        cached += call.cachedTokens;
    }
    if (input > 0)
        metrics.record(FleetMetric::LlmTokens, {run.model, valueOf(TokenType::Input)}, input);
    if (output > 0)
        metrics.record(FleetMetric::LlmTokens, {run.model, valueOf(TokenType::Output)}, output);
    if (cached > 0)
        metrics.record(FleetMetric::LlmTokens, {run.model, valueOf(TokenType::Cached)}, cached);
    for (const ModelAttempt &attempt : run.attempts) {
        const size_t status = statusIndex(attempt.status);
        metrics.record(FleetMetric::LlmDuration, {run.model, run.model, status}, attempt.durationMs / 1000);
        if (attempt.status != 200)
            metrics.record(FleetMetric::LlmErrors, {run.model, status}, 1);
    }
}

void recordTools(const TaskRun &run, MetricSet &metrics)
{
    for (const ToolCall &call : run.tools) {
        const size_t isError = call.outcome == ToolOutcome::Ok ? 0 : 1;
        metrics.record(FleetMetric::ToolCalls, {call.tool, call.tool, isError, static_cast<size_t>(call.outcome)}, 1);
        metrics.record(FleetMetric::ToolDuration, {call.tool, call.tool}, call.durationMs / 1000);
    }
    for (const Fallback &fallback : run.fallbacks)
        metrics.record(FleetMetric::ToolFallbacks, {fallback.tool, fallback.from, fallback.to}, 1);
    for (const RepairAttempt &repair : run.repairs)
        metrics.record(FleetMetric::RepairAttempts, {repair.tool, repair.hasRecovered ? 0U : 1U}, 1);
}

} // namespace

void recordTask(const TaskRun &run, MetricSet &metrics)
{
    metrics.record(FleetMetric::TaskCount,
                   {run.tenant, static_cast<size_t>(run.outcome), run.model, run.prompt, liveSlot}, 1);
    metrics.record(FleetMetric::TaskDuration, {run.tenant, onlyValue, run.model, liveSlot}, run.durationMs / 1000);
    if (run.outcome == TaskOutcome::Blocked)
        return;
    metrics.record(FleetMetric::TaskCost, {run.tenant, run.agent, run.model, onlyValue}, run.cost);
    recordModelCalls(run, metrics);
    recordTools(run, metrics);
}

} // namespace qd::lab
