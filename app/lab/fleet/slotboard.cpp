#include "fleet/slotboard.h"

namespace qd::lab {

namespace {

constexpr const char *buildSetting = "BUILD_VERSION";

/// The settings of `from`, but those of `sticky` as `kept` has them.
AppSettings mergedSettings(const AppSettings &from, const AppSettings &kept, const std::set<std::string> &sticky)
{
    AppSettings merged;
    for (const auto &[name, value] : from)
        if (!sticky.contains(name))
            merged[name] = value;
    for (const auto &[name, value] : kept)
        if (sticky.contains(name))
            merged[name] = value;
    return merged;
}

} // namespace

SlotBoard::SlotBoard(const Scenario &scenario) : m_scenario(scenario)
{
    for (const SlotSpec &spec : scenario.slotList) {
        Slot slot{.build = spec.build, .settings = {{"CHAOS_MODE", "off"}, {"SLOT_NAME", spec.name}}, .prompts = {}, .changed = {}};
        for (const AgentSpec &agent : scenario.agents)
            slot.settings[promptSettingName(agent.name)] = scenario.prompts[agent.prompt].version;
        readSettings(slot);
        m_slots.push_back(std::move(slot));
    }
}

const std::set<std::string> &SlotBoard::stickyByDefault()
{
    static const std::set<std::string> names{"CHAOS_MODE", "SLOT_NAME"};
    return names;
}

void SlotBoard::setPrompt(size_t slot, size_t prompt)
{
    const PromptSpec &spec = m_scenario.prompts[prompt];
    m_slots[slot].settings[promptSettingName(m_scenario.agents[spec.agent].name)] = spec.version;
    m_slots[slot].changed = m_now;
    readSettings(m_slots[slot]);
}

void SlotBoard::deploy(size_t slot, size_t build)
{
    m_slots[slot].build = build;
    m_slots[slot].changed = m_now;
    m_slots[slot].settings = mergedSettings(m_slots[0].settings, m_slots[slot].settings, stickyByDefault());
    readSettings(m_slots[slot]);
}

void SlotBoard::write(size_t slot, const AppSettings &settings)
{
    m_slots[slot].settings = settings;
    readSettings(m_slots[slot]);
}

void SlotBoard::swap(size_t first, size_t second, const std::set<std::string> &sticky)
{
    Slot &a = m_slots[first];
    Slot &b = m_slots[second];
    a.changed = b.changed = m_now;
    std::swap(a.build, b.build);
    const AppSettings forA = mergedSettings(b.settings, a.settings, sticky);
    b.settings = mergedSettings(a.settings, b.settings, sticky);
    a.settings = forA;
    readSettings(a);
    readSettings(b);
}

void SlotBoard::readSettings(Slot &slot) const
{
    slot.settings[buildSetting] = m_scenario.builds[slot.build].version;
    slot.prompts.resize(m_scenario.agents.size());
    for (size_t agent = 0; agent < m_scenario.agents.size(); ++agent) {
        const auto found = slot.settings.find(promptSettingName(m_scenario.agents[agent].name));
        slot.prompts[agent] = promptNamed(agent, found == slot.settings.end() ? std::string() : found->second);
    }
}

size_t SlotBoard::promptNamed(size_t agent, const std::string &version) const
{
    for (size_t i = 0; i < m_scenario.prompts.size(); ++i)
        if (m_scenario.prompts[i].agent == agent && m_scenario.prompts[i].version == version)
            return i;
    return m_scenario.agents[agent].prompt;
}

} // namespace qd::lab
