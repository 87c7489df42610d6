#include "fleet/fleetstate.h"

#include <cstdio>

namespace qd::lab {

namespace {

std::string percentText(double percent)
{
    char text[32];
    (void)std::snprintf(text, sizeof text, "%g", percent);
    return text;
}

/// "2026-11-21T12:00:00Z".
std::string isoSeconds(std::chrono::sys_seconds at)
{
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(at - day);
    char text[64];
    (void)std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                        static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                        static_cast<int>(time.seconds().count()));
    return text;
}

ChangeNote chaosNote(const ChaosSpec &chaos, const char *state)
{
    const auto seconds = std::chrono::floor<Seconds>(chaos.until);
    return {"Chaos",
            {{"mode", chaosModeName(chaos.mode)},
             {"percent", percentText(chaos.percent)},
             {"run", chaos.run},
             {"state", state},
             {"tenant", chaos.tenant},
             {"until", isoSeconds(seconds)}}};
}

/// The end of a run says "off" and what was before.
ChangeNote chaosEndNote(const ChaosSpec &chaos)
{
    return {"Chaos",
            {{"mode", "off"},
             {"percent", percentText(chaos.percent)},
             {"previous", chaosModeName(chaos.mode)},
             {"run", chaos.run},
             {"state", "ended"},
             {"tenant", chaos.tenant}}};
}

/// Names of the settings that differ, but those that have events of their own or never change by hand.
std::string changedSettings(const AppSettings &before, const AppSettings &after)
{
    std::set<std::string> names;
    for (const AppSettings *settings : {&before, &after})
        for (const auto &[name, value] : *settings)
            names.insert(name);
    std::string text;
    for (const std::string &name : names) {
        const auto was = before.find(name);
        const auto is = after.find(name);
        const bool isSame = was != before.end() && is != after.end() && was->second == is->second;
        if (!isSame && name != "BUILD_VERSION" && name != "SLOT_NAME" && !name.starts_with("PROMPT_"))
            text += (text.empty() ? "" : ", ") + name;
    }
    return text;
}

} // namespace

FleetState::FleetState(const Scenario &scenario)
    : m_scenario(scenario)
    , m_board(scenario)
    , m_arrivals(scenario.tenants.size(), 1)
    , m_loops(scenario.tenants.size(), 1)
{
    for (const ModelSpec &model : scenario.models)
        m_tokenLimits.push_back(model.tokensPerMinute);
    for (const ToolSpec &tool : scenario.tools)
        m_toolFailures.push_back(tool.failure);
}

std::optional<ChangeNote> FleetState::apply(const TimelineAction &action, Instant at)
{
    m_board.setNow(at);
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
    const size_t agent = m_scenario.prompts[action.prompt].agent;
    const size_t previous = promptOf(agent);
    m_board.setPrompt(0, action.prompt);
    if (previous == promptOf(agent))
        return std::nullopt;
    return promptNote(agent, previous);
}

std::optional<ChangeNote> FleetState::change(const DeploymentChange &action)
{
    const size_t previous = buildOf(0);
    m_board.deploy(1, action.build);
    m_board.swap(0, 1, SlotBoard::stickyByDefault());
    return previous == buildOf(0) ? std::nullopt : std::optional(deploymentNote(previous));
}

std::optional<ChangeNote> FleetState::change(const SlotSwap &)
{
    if (m_isSteered)
        return std::nullopt;
    const size_t previous = buildOf(0);
    m_board.swap(0, 1, SlotBoard::stickyByDefault());
    return previous == buildOf(0) ? std::nullopt : std::optional(deploymentNote(previous));
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

std::vector<ChangeNote> FleetState::writeSettings(size_t slot, const AppSettings &settings)
{
    const Production before = production();
    const AppSettings previous = m_board.settings(slot);
    m_board.write(slot, settings);
    std::vector<ChangeNote> notes;
    if (std::string changed = changedSettings(previous, m_board.settings(slot)); !changed.empty())
        notes.push_back({"AppSettings", {{"slot", m_scenario.slotList[slot].name}, {"version", std::move(changed)}}});
    noteDifferences(before, notes);
    return notes;
}

std::vector<ChangeNote> FleetState::swapSlots(size_t first, size_t second, const std::set<std::string> &sticky)
{
    m_isSteered = true;
    const Production before = production();
    m_board.swap(first, second, sticky);
    std::vector<ChangeNote> notes{{"SlotSwap",
                                   {{"slot", m_scenario.slotList[second].name},
                                    {"source", m_scenario.slotList[first].name},
                                    {"version", m_scenario.builds[buildOf(second)].version}}}};
    noteDifferences(before, notes);
    return notes;
}

ChangeNote FleetState::deploymentNote(size_t previous) const
{
    return {"Deployment",
            {{"previous", m_scenario.builds[previous].version},
             {"slot", m_scenario.slotList[0].name},
             {"version", m_scenario.builds[buildOf(0)].version}}};
}

ChangeNote FleetState::promptNote(size_t agent, size_t previous) const
{
    return {"PromptVersion",
            {{"agent", m_scenario.agents[agent].name},
             {"previous", m_scenario.prompts[previous].version},
             {"version", m_scenario.prompts[promptOf(agent)].version}}};
}

void FleetState::noteDifferences(const Production &before, std::vector<ChangeNote> &notes) const
{
    if (before.build != buildOf(0))
        notes.push_back(deploymentNote(before.build));
    for (size_t agent = 0; agent < before.prompts.size(); ++agent)
        if (before.prompts[agent] != promptOf(agent))
            notes.push_back(promptNote(agent, before.prompts[agent]));
}

std::vector<ChangeNote> FleetState::setChaos(const ChaosSpec &chaos, Instant at)
{
    if (m_chaos && *m_chaos == chaos)
        return {};
    std::vector<ChangeNote> notes;
    const bool isSameRun = m_chaos && m_chaos->run == chaos.run && chaos.isOn(at);
    if (m_chaos && !isSameRun)
        notes.push_back(chaosEndNote(*m_chaos));
    if (chaos.isOn(at)) {
        notes.push_back(chaosNote(chaos, isSameRun ? "changed" : "started"));
        m_chaos = chaos;
    } else {
        m_chaos.reset();
    }
    return notes;
}

std::vector<ChangeNote> FleetState::endChaos(Instant at)
{
    if (!m_chaos || m_chaos->isOn(at))
        return {};
    const ChangeNote note = chaosEndNote(*m_chaos);
    m_chaos.reset();
    return {note};
}

const ChaosSpec *FleetState::chaosFor(size_t tenant, uint64_t task, Instant at) const
{
    if (!m_chaos || !m_chaos->isOn(at))
        return nullptr;
    const bool isMeant = m_chaos->tenant == "*" || m_chaos->tenant == m_scenario.tenants[tenant].name;
    return isMeant && m_chaos->hits(task) ? &*m_chaos : nullptr;
}

std::optional<Instant> FleetState::chaosEnd() const
{
    return m_chaos ? std::optional(m_chaos->until) : std::nullopt;
}

bool FleetState::isToolAllowed(size_t tenant, size_t tool) const
{
    const ToolSpec &spec = m_scenario.tools[tool];
    return !m_verdict || m_verdict->isAllowed(m_scenario.tenants[tenant].name, spec.server, spec.name);
}

} // namespace qd::lab
