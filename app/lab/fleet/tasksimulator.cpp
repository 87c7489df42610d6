#include "fleet/tasksimulator.h"

#include "fleet/agentloop.h"

#include <algorithm>
#include <cmath>

namespace qd::lab {

namespace {

constexpr double requestOverheadMs = 3;

/// Empties the record, keeping the memory of its vectors.
void resetRun(TaskRun &run)
{
    TaskRun fresh;
    fresh.calls = std::move(run.calls);
    fresh.attempts = std::move(run.attempts);
    fresh.tools = std::move(run.tools);
    fresh.violations = std::move(run.violations);
    fresh.repairs = std::move(run.repairs);
    fresh.fallbacks = std::move(run.fallbacks);
    fresh.calls.clear();
    fresh.attempts.clear();
    fresh.tools.clear();
    fresh.violations.clear();
    fresh.repairs.clear();
    fresh.fallbacks.clear();
    run = std::move(fresh);
}

template<typename WeightOf>
size_t pickWeighted(size_t count, WeightOf weightOf, Rng &rng)
{
    double sum = 0;
    for (size_t i = 0; i < count; ++i)
        sum += weightOf(i);
    double draw = rng.uniform() * sum;
    for (size_t i = 0; i + 1 < count; ++i) {
        if ((draw -= weightOf(i)) < 0)
            return i;
    }
    return count - 1;
}

} // namespace

TaskSimulator::TaskSimulator(const Scenario &scenario, const FleetState &state, const BudgetBreaker &budgets,
                             ModelGateway &gateway, uint64_t seed)
    : m_scenario(scenario)
    , m_state(state)
    , m_budgets(budgets)
    , m_gateway(gateway)
    , m_seed(seed)
{
}

void TaskSimulator::simulate(TaskRun &run, uint64_t number, Instant start)
{
    Rng rng(m_seed, number);
    resetRun(run);
    run.number = number;
    run.start = start;
    choose(run, rng);
    if (m_budgets.state(run.tenant) == BudgetState::Blocked)
        return block(run, rng);
    if (rng.chance(m_scenario.builds[run.build].instanceErrorRate))
        return failInstance(run, rng);
    if (const ChaosSpec *chaos = m_state.chaosFor(run.tenant, number, start)) {
        run.chaos = chaos->mode;
        run.chaosRun = chaos->run;
    }
    AgentLoop(m_scenario, m_state, m_gateway, rng, run).execute(requestOverheadMs);
    run.durationMs = run.agentEndMs + requestOverheadMs;
    evaluate(run, rng);
}

void TaskSimulator::choose(TaskRun &run, Rng &rng) const
{
    run.tenant = pickWeighted(m_scenario.tenants.size(), [this](size_t i) { return m_state.arrivalWeight(i); }, rng);
    run.agent = pickWeighted(m_scenario.agents.size(), [this](size_t i) { return m_scenario.agents[i].weight; }, rng);
    run.prompt = m_state.promptOf(run.agent);
    run.build = m_state.buildOf(0);
    run.instance = 1 + static_cast<int>(rng.below(static_cast<uint64_t>(m_scenario.slotList[0].instances)));
    run.plannedModel = m_scenario.agents[run.agent].model;
    run.model = run.plannedModel;
    const std::optional<size_t> cheaper = m_scenario.models[run.plannedModel].downshiftTo;
    if (cheaper && m_budgets.state(run.tenant) == BudgetState::Downshift)
        run.model = *cheaper;
}

void TaskSimulator::block(TaskRun &run, Rng &rng) const
{
    run.outcome = TaskOutcome::Blocked;
    run.resultCode = 402;
    run.durationMs = 2 + 3 * rng.uniform();
}

void TaskSimulator::failInstance(TaskRun &run, Rng &rng) const
{
    run.outcome = TaskOutcome::Failed;
    run.resultCode = 503;
    run.durationMs = 40 * rng.spread(0.8);
}

void TaskSimulator::evaluate(TaskRun &run, Rng &rng) const
{
    const QualitySpec &quality = m_scenario.quality;
    if (run.resultCode != 200 || !rng.chance(quality.evaluatedShare))
        return;
    const double penalties = quality.fallbackPenalty * run.fallbackRungs + quality.skippedPenalty * run.skippedSteps
        + quality.repairPenalty * static_cast<double>(run.violations.size())
        + (run.outcome == TaskOutcome::Failed ? quality.failedPenalty : 0);
    const double score = m_scenario.prompts[run.prompt].groundedness - penalties + quality.spread * rng.normal();
    run.groundedness = std::round(std::clamp(score, 1.0, 5.0) * 10) / 10;
}

} // namespace qd::lab
