#include "fleet/fleetstate.h"

namespace qd::lab {

FleetState::FleetState(const Scenario &scenario)
    : m_scenario(scenario)
    , m_arrivals(scenario.tenants.size(), 1)
    , m_loops(scenario.tenants.size(), 1)
{
    for (const AgentSpec &agent : scenario.agents)
        m_prompts.push_back(agent.prompt);
    for (const SlotSpec &slot : scenario.slotList)
        m_builds.push_back(slot.build);
    for (const ModelSpec &model : scenario.models)
        m_tokenLimits.push_back(model.tokensPerMinute);
    for (const ToolSpec &tool : scenario.tools)
        m_toolFailures.push_back(tool.failure);
}

std::optional<ChangeNote> FleetState::apply(const TimelineAction &action)
{
    return std::visit([this](const auto &what) { return change(what); }, action);
}

double FleetState::arrivalWeight(size_t tenant) const { return m_scenario.tenants[tenant].weight * m_arrivals[tenant]; }

double FleetState::arrivalRate(Instant at) const
{
    double normal = 0;
    double actual = 0;
    for (size_t i = 0; i < m_scenario.tenants.size(); ++i) {
        normal += m_scenario.tenants[i].weight;
        actual += arrivalWeight(i);
    }
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const auto hour = std::chrono::floor<std::chrono::hours>(at - day).count();
    const std::chrono::weekday weekday{day};
    const bool isWeekend = weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
    const TrafficSpec &traffic = m_scenario.traffic;
    const double shape = traffic.hourly[static_cast<size_t>(hour)] * (isWeekend ? traffic.weekend : 1);
    return traffic.tasksPerMinute / 60 * shape * m_traffic * actual / normal;
}

std::optional<ChangeNote> FleetState::change(const PromptChange &action)
{
    const PromptSpec &prompt = m_scenario.prompts[action.prompt];
    const size_t previous = std::exchange(m_prompts[prompt.agent], action.prompt);
    if (previous == action.prompt)
        return std::nullopt;
    return ChangeNote{"PromptVersion",
                      {{"agent", m_scenario.agents[prompt.agent].name},
                       {"previous", m_scenario.prompts[previous].version},
                       {"version", prompt.version}}};
}

std::optional<ChangeNote> FleetState::change(const DeploymentChange &action)
{
    m_builds[1] = action.build;
    return change(SlotSwap{});
}

std::optional<ChangeNote> FleetState::change(const SlotSwap &)
{
    const size_t previous = m_builds[0];
    std::swap(m_builds[0], m_builds[1]);
    if (previous == m_builds[0])
        return std::nullopt;
    return ChangeNote{"Deployment",
                      {{"previous", m_scenario.builds[previous].version},
                       {"slot", m_scenario.slotList[0].name},
                       {"version", m_scenario.builds[m_builds[0]].version}}};
}

std::optional<ChangeNote> FleetState::change(const ThrottleChange &action)
{
    for (size_t i = 0; i < m_tokenLimits.size(); ++i) {
        if (!action.model || *action.model == i)
            m_tokenLimits[i] = action.tokensPerMinute.value_or(m_scenario.models[i].tokensPerMinute);
    }
    return std::nullopt;
}

std::optional<ChangeNote> FleetState::change(const ToolChange &action)
{
    m_toolFailures[action.tool] = action.failure.value_or(m_scenario.tools[action.tool].failure);
    return std::nullopt;
}

std::optional<ChangeNote> FleetState::change(const RunawayChange &action)
{
    m_arrivals[action.tenant] = action.arrivals;
    m_loops[action.tenant] = action.loops;
    return std::nullopt;
}

std::optional<ChangeNote> FleetState::change(const TrafficChange &action)
{
    m_traffic = action.factor;
    return std::nullopt;
}

std::optional<ChangeNote> FleetState::change(const IngestionChange &action)
{
    m_ingestion = action;
    return std::nullopt;
}

} // namespace qd::lab
