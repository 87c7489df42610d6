#pragma once

#include "clock.h"

#include <array>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// Everything a lab scenario says about the fleet, decoded from its file. Plain values; names that refer to other parts
/// of the file are already resolved to positions in the lists of Scenario.
namespace qd::lab {

/// Prices from a date on, USD per million tokens. Without a cached price, cached tokens cost what input costs.
struct RateCardEntry {
    Instant from{};
    double inputPerMillion = 0;
    std::optional<double> cachedPerMillion;
    double outputPerMillion = 0;
};

/// One model deployment behind the gateway. Probabilities are per attempt.
struct ModelSpec {
    std::string name;
    std::vector<RateCardEntry> rateCard;  ///< by date, oldest first, never empty
    double baseLatencyMs = 200;
    double msPerInputToken = 0;
    double msPerOutputToken = 0;
    double malformedFactor = 1;           ///< multiplies the prompt's probability of malformed tool arguments
    double throttled = 0;
    double timedOut = 0;
    double failed = 0;
    double filtered = 0;                  ///< content filter; not worth a retry
    double tokensPerMinute = 0;           ///< the gateway's token limit; 0: none
    std::optional<size_t> downshiftTo;    ///< model used from 80 % of the tenant's budget on
};

/// One MCP tool. The texts are JSON with placeholders, see fillTemplate().
struct ToolSpec {
    std::string name;
    std::string server;
    double latencyMs = 100;
    double failure = 0;                   ///< probability per call
    double timeoutShare = 0.3;            ///< of the failures; a timeout lasts `timeoutMs`
    double timeoutMs = 3000;
    int retries = 0;                      ///< further calls of the same tool before the next rung
    int resultTokens = 150;
    std::vector<size_t> fallback;         ///< tools tried next, in order
    std::string arguments;
    std::string malformed;
    std::string violation;                ///< what the schema validation says about `malformed`
    std::string result;
};

/// One version of an agent's prompt. What ships in seconds and can break tool calls with every reply still 200 OK.
struct PromptSpec {
    size_t agent = 0;
    std::string version;
    double malformedArguments = 0;        ///< probability per tool call
    double repairSuccess = 0.6;           ///< probability that one re-prompt yields valid arguments
    double verbosity = 1;                 ///< multiplies output tokens
    double planLength = 1;                ///< multiplies the number of steps
    int systemTokens = 1500;
    double groundedness = 4.5;            ///< mean score (1 to 5) when nothing goes wrong
};

/// A tool an agent's plan uses, `times` a task on average. Without a required step's result the task has failed.
struct PlanStep {
    size_t tool = 0;
    double times = 1;
    bool required = true;
};

struct AgentSpec {
    std::string name;
    double weight = 1;
    size_t model = 0;
    size_t prompt = 0;                    ///< at the start of history
    int userTokens = 200;
    int callTokens = 60;                  ///< output of a call that asks for a tool
    int answerTokens = 150;
    std::vector<PlanStep> plan;
};

/// A customer of the fleet. `typicalUse` is the share of the budget that a normal full month spends; it stands in for
/// the part of the current month that lies before the simulated history.
struct TenantSpec {
    std::string name;
    double weight = 1;
    double monthBudgetUsd = 0;
    double typicalUse = 0.5;
};

struct BuildSpec {
    std::string version;
    double instanceErrorRate = 0;         ///< share of tasks that an instance answers with 503
    double latencyFactor = 1;
    int maxSteps = 10;                    ///< the loop guard
};

struct SlotSpec {
    std::string name;
    int instances = 1;
    size_t build = 0;                     ///< at the start of history
};

/// When tasks arrive: the mean rate, shaped by UTC hour and weekend. The shape is normalised over a weekday.
struct TrafficSpec {
    double tasksPerMinute = 12;
    std::array<double, 24> hourly{};
    double weekend = 1;
};

/// How groundedness follows from what happened in a task. Scores are 1 to 5; penalties are subtracted.
struct QualitySpec {
    double evaluatedShare = 0.2;
    double spread = 0.3;                  ///< standard deviation of one score
    double fallbackPenalty = 0.5;         ///< per rung below the first
    double skippedPenalty = 0.4;          ///< per optional step left out
    double repairPenalty = 0.2;           ///< per schema validation failure
    double failedPenalty = 1.2;
};

struct GatewaySpec {
    std::string host;
    std::string apiVersion;
    std::string provider;
    int maxAttempts = 3;                  ///< of one model call, inside the agent
    double backoffMs = 500;               ///< first pause; doubles; a Retry-After wins, up to `maxBackoffMs`
    double maxBackoffMs = 4000;
    double overheadMs = 8;
};

/// Ships a prompt version to its agent.
struct PromptChange { size_t prompt = 0; };
/// Warms the build up in the second slot and swaps it in.
struct DeploymentChange { size_t build = 0; };
/// Swaps the first two slots back.
struct SlotSwap {};
/// Changes the gateway's token limit of one model, or of all; no value: back to normal.
struct ThrottleChange {
    std::optional<size_t> model;
    std::optional<double> tokensPerMinute;
};
/// Changes a tool's failure probability; no value: back to normal.
struct ToolChange {
    size_t tool = 0;
    std::optional<double> failure;
};
/// A tenant's client runs wild: `arrivals` times the tasks, each repeating its steps `loops` times. 1 and 1: normal.
struct RunawayChange {
    size_t tenant = 0;
    double arrivals = 1;
    double loops = 1;
};
/// Multiplies all arrivals; 0 stops them.
struct TrafficChange { double factor = 1; };
/// What becomes of emitted telemetry: dropped, or delivered late by `delay`.
struct IngestionChange {
    bool isStopped = false;
    Microseconds delay{0};
};

using TimelineAction = std::variant<PromptChange, DeploymentChange, SlotSwap, ThrottleChange, ToolChange, RunawayChange,
                                    TrafficChange, IngestionChange>;

/// Something that happens at an offset from the start of the live run (negative: in history).
struct TimelineEvent {
    Microseconds offset{0};
    TimelineAction action;
};

/// One scenario: the fleet and what happens to it. Slot 0 takes the traffic. Timeline by offset, earliest first.
struct Scenario {
    std::string name;
    std::string title;
    std::string role;                     ///< cloud_RoleName
    std::string instancePrefix;
    std::string url;
    TrafficSpec traffic;
    GatewaySpec gateway;
    QualitySpec quality;
    int repairAttempts = 1;               ///< re-prompts after a schema validation failure
    double downshiftRatio = 0.8;
    double blockRatio = 1.0;
    std::vector<ModelSpec> models;
    std::vector<ToolSpec> tools;
    std::vector<AgentSpec> agents;
    std::vector<PromptSpec> prompts;
    std::vector<TenantSpec> tenants;
    std::vector<BuildSpec> builds;
    std::vector<SlotSpec> slotList;
    std::vector<TimelineEvent> timeline;
};

} // namespace qd::lab
