#pragma once

#include "clock.h"
#include "fleet/chaosspec.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace qd::lab {

enum class TaskOutcome { Completed, Failed, Blocked, Degraded };

/// One HTTP request to the gateway. Status 400 is the content filter.
struct ModelAttempt {
    double startMs = 0;
    double durationMs = 0;
    int status = 200;
};

/// What a model was called for: the next step, valid arguments after a violation, or the final answer.
enum class CallPurpose { Plan, Repair, Answer };

/// One call of a model: one or more attempts, tokens and cost of the one that succeeded.
struct ModelCall {
    CallPurpose purpose = CallPurpose::Plan;
    std::optional<size_t> repairs; ///< the tool whose arguments it mends
    double startMs = 0;
    double durationMs = 0;
    size_t firstAttempt = 0;
    size_t attempts = 0;
    int status = 200;         ///< of the last attempt
    int inputTokens = 0;      ///< cached ones included
    int cachedTokens = 0;
    int outputTokens = 0;
    double inputCost = 0;     ///< USD
    double outputCost = 0;
};

/// InvalidArguments: every repair failed, so the call ended at schema validation and never reached the server. Denied: the
/// gateway's allowlist refused it.
enum class ToolOutcome { Ok, Error, Timeout, InvalidArguments, Denied };

/// One call of a tool through its MCP server.
struct ToolCall {
    size_t tool = 0;
    double startMs = 0;
    double durationMs = 0;
    ToolOutcome outcome = ToolOutcome::Ok;
};

/// Tool arguments that failed schema validation.
struct Violation {
    size_t tool = 0;
    double atMs = 0;
};

/// One re-prompt after a violation.
struct RepairAttempt {
    size_t tool = 0;
    double atMs = 0;
    bool hasRecovered = false;
};

/// A step down the fallback chain of `tool`.
struct Fallback {
    size_t tool = 0;
    size_t from = 0;
    size_t to = 0;
    double atMs = 0;
};

/// Everything that happened in one task. All telemetry of the task is derived from this record and from nothing else,
/// which is why its tables agree. Milliseconds count from `start`; positions refer to the lists of Scenario.
struct TaskRun {
    uint64_t number = 0;
    Instant start{};
    double durationMs = 0;
    double agentStartMs = 0;
    double agentEndMs = 0;
    size_t tenant = 0;
    size_t agent = 0;
    size_t prompt = 0;
    size_t model = 0;
    size_t plannedModel = 0;  ///< differs from `model` while the tenant's budget breaker downshifts
    size_t build = 0;
    int instance = 1;
    TaskOutcome outcome = TaskOutcome::Completed;
    int resultCode = 200;
    double cost = 0;          ///< USD
    int skippedSteps = 0;     ///< optional steps left out
    int fallbackRungs = 0;
    bool hasAgentSpan = false;
    ChaosMode chaos = ChaosMode::Off; ///< the fault on purpose that the task ran into
    std::string chaosRun;     ///< its run; empty without
    std::optional<double> groundedness; ///< of the sampled share that is evaluated
    std::vector<ModelCall> calls;
    std::vector<ModelAttempt> attempts;
    std::vector<ToolCall> tools;
    std::vector<Violation> violations;
    std::vector<RepairAttempt> repairs;
    std::vector<Fallback> fallbacks;

    [[nodiscard]] Instant at(double ms) const { return start + Microseconds(static_cast<int64_t>(ms * 1000 + 0.5)); }
    [[nodiscard]] Instant end() const { return at(durationMs); }
};

} // namespace qd::lab
