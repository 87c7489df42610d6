#include "fleet/agentloop.h"

#include "fleet/ratecard.h"

#include <algorithm>
#include <cmath>

namespace qd::lab {

namespace {

constexpr double stepOverheadMs = 2;
constexpr double validationMs = 1;
constexpr int violationTokens = 60;       ///< the validation error fed back to the model
constexpr int cacheBlockTokens = 128;     ///< prompt caching works on whole blocks
constexpr int leastCachedTokens = 1024;
constexpr double cacheHitShare = 0.7;
constexpr double modelTimeoutMs = 3000;
constexpr double mostMalformed = 0.95;
constexpr double chaosRetryAfterMs = 1000;

} // namespace

AgentLoop::AgentLoop(const Scenario &scenario, const FleetState &state, ModelGateway &gateway, Rng &rng, TaskRun &run)
    : m_scenario(scenario)
    , m_state(state)
    , m_gateway(gateway)
    , m_rng(rng)
    , m_run(run)
    , m_agent(scenario.agents[run.agent])
    , m_prompt(scenario.prompts[run.prompt])
    , m_model(scenario.models[run.model])
    , m_build(scenario.builds[run.build])
{
}

void AgentLoop::execute(double startMs)
{
    m_run.hasAgentSpan = true;
    m_run.agentStartMs = startMs;
    m_nowMs = startMs + stepOverheadMs;
    m_contextTokens = m_prompt.systemTokens + static_cast<int>(m_agent.userTokens * m_rng.spread(0.4));
    StepEnd end = executePlan();
    if (end != StepEnd::ModelDown && !callModel(CallPurpose::Answer, m_agent.answerTokens))
        end = StepEnd::ModelDown;
    finish(end);
    m_nowMs += stepOverheadMs;
    m_run.agentEndMs = m_nowMs;
}

AgentLoop::StepEnd AgentLoop::executePlan()
{
    const int loops = repetitions(m_state.loops(m_run.tenant));
    for (int loop = 0; loop < loops; ++loop) {
        for (const PlanStep &step : m_agent.plan) {
            for (int count = repetitions(step.times * m_prompt.planLength); count > 0; --count) {
                if (m_steps++ >= m_build.maxSteps)
                    return StepEnd::Done; // the loop guard: answer with what there is
                const StepEnd end = executeStep(step);
                if (end == StepEnd::Failed || end == StepEnd::ModelDown)
                    return end;
                m_isDegraded = m_isDegraded || end == StepEnd::Degraded;
            }
        }
    }
    return StepEnd::Done;
}

AgentLoop::StepEnd AgentLoop::executeStep(const PlanStep &step)
{
    if (!callModel(CallPurpose::Plan, m_agent.callTokens))
        return StepEnd::ModelDown;
    StepEnd end = obtainArguments(step);
    if (end == StepEnd::Done)
        end = callTool(step);
    if (end == StepEnd::Skipped || end == StepEnd::Degraded)
        ++m_run.skippedSteps;
    return end;
}

AgentLoop::StepEnd AgentLoop::obtainArguments(const PlanStep &step)
{
    m_nowMs += validationMs;
    const double malformed = m_run.chaos == ChaosMode::Malformed
        ? 1
        : std::min(mostMalformed, m_prompt.malformedArguments * m_model.malformedFactor);
    if (!m_rng.chance(malformed))
        return StepEnd::Done;
    m_run.violations.push_back({step.tool, m_nowMs});
    for (int attempt = 0; attempt < m_scenario.repairAttempts; ++attempt) {
        m_contextTokens += violationTokens;
        const bool isAnswered = callModel(CallPurpose::Repair, m_agent.callTokens);
        m_run.calls.back().repairs = step.tool;
        if (!isAnswered)
            return StepEnd::ModelDown;
        m_nowMs += validationMs;
        const bool hasRecovered = m_rng.chance(m_prompt.repairSuccess);
        m_run.repairs.push_back({step.tool, m_nowMs, hasRecovered});
        if (hasRecovered)
            return StepEnd::Done;
        m_run.violations.push_back({step.tool, m_nowMs});
    }
    m_run.tools.push_back({step.tool, m_nowMs, 0, ToolOutcome::InvalidArguments});
    return step.required ? StepEnd::Failed : StepEnd::Skipped;
}

AgentLoop::StepEnd AgentLoop::callTool(const PlanStep &step)
{
    const std::vector<size_t> &chain = m_scenario.tools[step.tool].fallback;
    size_t current = step.tool;
    for (size_t rung = 0;; ++rung) {
        if (callRung(current)) {
            m_run.fallbackRungs += static_cast<int>(rung);
            m_contextTokens += m_scenario.tools[current].resultTokens;
            // The rung above the last is as good as the tool itself, only older; the last one is a stopgap.
            const bool isStopgap = rung > 0 && rung == chain.size();
            m_isDegraded = m_isDegraded || isStopgap;
            return StepEnd::Done;
        }
        if (rung == chain.size())
            return step.required ? StepEnd::Failed : StepEnd::Degraded;
        m_run.fallbacks.push_back({step.tool, current, chain[rung], m_nowMs});
        current = chain[rung];
    }
}

bool AgentLoop::callRung(size_t tool)
{
    const ToolSpec &spec = m_scenario.tools[tool];
    if (!m_state.isToolAllowed(m_run.tenant, tool)) {
        m_run.tools.push_back({tool, m_nowMs + stepOverheadMs, m_scenario.gateway.overheadMs, ToolOutcome::Denied});
        m_nowMs += stepOverheadMs + m_scenario.gateway.overheadMs;
        return false;
    }
    for (int attempt = 0; attempt <= spec.retries; ++attempt) {
        ToolCall call{.tool = tool, .startMs = m_nowMs + stepOverheadMs};
        call.durationMs = spec.latencyMs * m_build.latencyFactor * m_rng.spread(0.35);
        if (m_rng.chance(m_state.toolFailure(tool))) {
            const bool isTimeout = m_rng.chance(spec.timeoutShare);
            call.outcome = isTimeout ? ToolOutcome::Timeout : ToolOutcome::Error;
            call.durationMs = isTimeout ? spec.timeoutMs : call.durationMs / 2;
        }
        m_nowMs = call.startMs + call.durationMs;
        m_run.tools.push_back(call);
        if (call.outcome == ToolOutcome::Ok)
            return true;
    }
    return false;
}

bool AgentLoop::callModel(CallPurpose purpose, int outputTokens)
{
    const int output = std::max(1, static_cast<int>(outputTokens * m_prompt.verbosity * m_rng.spread(0.3)));
    ModelCall call{.purpose = purpose, .startMs = m_nowMs, .firstAttempt = m_run.attempts.size()};
    call.inputTokens = m_contextTokens;
    m_nowMs += m_scenario.gateway.overheadMs / 2;
    attempt(call, output);
    m_nowMs += m_scenario.gateway.overheadMs / 2;
    call.durationMs = m_nowMs - call.startMs;
    settle(call, output);
    m_run.calls.push_back(call);
    return call.status == 200;
}

void AgentLoop::attempt(ModelCall &call, int outputTokens)
{
    const GatewaySpec &gateway = m_scenario.gateway;
    for (int attempt = 1;; ++attempt) {
        const GatewayAnswer answer = askGateway(call.inputTokens + outputTokens);
        const double duration = attemptDuration(answer.status, call, outputTokens);
        m_run.attempts.push_back({m_nowMs, duration, answer.status});
        m_nowMs += duration;
        ++call.attempts;
        call.status = answer.status;
        if (answer.status == 200 || answer.status == 400 || attempt >= gateway.maxAttempts)
            return;
        const double backoff = gateway.backoffMs * std::exp2(attempt - 1) * (0.75 + m_rng.uniform() / 2);
        m_nowMs += std::min(std::max(backoff, answer.retryAfterMs), gateway.maxBackoffMs);
    }
}

GatewayAnswer AgentLoop::askGateway(int tokens)
{
    switch (m_run.chaos) {
    case ChaosMode::Throttle: return {429, chaosRetryAfterMs};
    case ChaosMode::Outage: return {503, 0};
    default: return m_gateway.request(m_run.model, m_run.at(m_nowMs), tokens, m_rng);
    }
}

double AgentLoop::attemptDuration(int status, const ModelCall &call, int outputTokens)
{
    switch (status) {
    case 429: return 10 + 20 * m_rng.uniform();
    case 408: return modelTimeoutMs;
    case 503: return 150 + 300 * m_rng.uniform();
    default: break;
    }
    const double written = status == 200 ? outputTokens * m_model.msPerOutputToken : 0;
    const double read = call.inputTokens * m_model.msPerInputToken;
    return (m_model.baseLatencyMs + read + written) * m_build.latencyFactor * m_rng.spread(0.25);
}

void AgentLoop::settle(ModelCall &call, int outputTokens)
{
    if (call.status != 200) {
        call.inputTokens = 0; // refused calls are not billed
        return;
    }
    const RateCardEntry &price = priceAt(m_model, m_run.start);
    if (price.cachedPerMillion && m_lastInputTokens >= leastCachedTokens && m_rng.chance(cacheHitShare))
        call.cachedTokens = m_lastInputTokens / cacheBlockTokens * cacheBlockTokens;
    call.outputTokens = outputTokens;
    const CallCost cost = costOf(price, call.inputTokens, call.cachedTokens, call.outputTokens);
    call.inputCost = cost.input;
    call.outputCost = cost.output;
    m_run.cost += cost.input + cost.output;
    m_lastInputTokens = call.inputTokens;
    m_contextTokens += outputTokens;
}

void AgentLoop::finish(StepEnd end)
{
    m_run.outcome = m_isDegraded ? TaskOutcome::Degraded : TaskOutcome::Completed;
    if (end != StepEnd::Failed && end != StepEnd::ModelDown)
        return;
    m_run.outcome = TaskOutcome::Failed;
    // Refused right at the start, the caller sees it; later on the agent apologises with 200 OK.
    const bool isFirstCall = m_run.calls.size() == 1;
    const int status = m_run.calls.back().status;
    if (end == StepEnd::ModelDown && isFirstCall && status != 400)
        m_run.resultCode = status == 429 ? 429 : 503;
}

int AgentLoop::repetitions(double mean)
{
    const double whole = std::floor(mean);
    return static_cast<int>(whole) + (m_rng.chance(mean - whole) ? 1 : 0);
}

} // namespace qd::lab
