#pragma once

#include "fleet/fleetcontrol.h"
#include "fleet/scenario.h"

#include <set>
#include <vector>

namespace qd::lab {

/// What the deployment slots hold: a build each, app settings, and the prompt versions that these settings name. Slot 0
/// takes the traffic. Borrows the scenario.
class SlotBoard
{
public:
    explicit SlotBoard(const Scenario &scenario);

    [[nodiscard]] size_t buildOf(size_t slot) const { return m_slots[slot].build; }
    [[nodiscard]] size_t promptOf(size_t slot, size_t agent) const { return m_slots[slot].prompts[agent]; }
    [[nodiscard]] const std::vector<size_t> &prompts(size_t slot) const { return m_slots[slot].prompts; }
    /// BUILD_VERSION included.
    [[nodiscard]] const AppSettings &settings(size_t slot) const { return m_slots[slot].settings; }
    /// Settings that stay with their slot unless told otherwise: SLOT_NAME, CHAOS_MODE.
    [[nodiscard]] static const std::set<std::string> &stickyByDefault();

    /// When the slot last became what it is, by the timeline; the epoch for what it began with.
    [[nodiscard]] Instant changed(size_t slot) const { return m_slots[slot].changed; }

    /// The time of the changes that follow.
    void setNow(Instant now) { m_now = now; }
    void setPrompt(size_t slot, size_t prompt);
    /// What a deployment pipeline does: puts the build into `slot` with the production slot's settings.
    void deploy(size_t slot, size_t build);
    /// Replaces the settings; BUILD_VERSION stays what it is. A prompt version that no agent knows, or none at all, leaves
    /// the agent with the prompt that is built in.
    void write(size_t slot, const AppSettings &settings);
    /// Exchanges builds and settings, all but those of `sticky`.
    void swap(size_t first, size_t second, const std::set<std::string> &sticky);

private:
    struct Slot {
        size_t build = 0;
        AppSettings settings;
        std::vector<size_t> prompts; ///< by agent
        Instant changed{};
    };
    void readSettings(Slot &slot) const;
    [[nodiscard]] size_t promptNamed(size_t agent, const std::string &version) const;

    const Scenario &m_scenario;
    Instant m_now{};
    std::vector<Slot> m_slots;
};

} // namespace qd::lab
