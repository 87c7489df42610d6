#pragma once

#include "fleet/fleetcontrol.h"
#include "fleet/scenario.h"
#include "fleet/slotboard.h"
#include "telemetry/item.h"

#include <optional>
#include <string>
#include <vector>

namespace qd::lab {

/// A change worth a custom event, which charts draw as a marker.
struct ChangeNote {
    std::string name; ///< "Deployment", "PromptVersion", "SlotSwap", "AppSettings", "Chaos"
    Properties properties;
};

/// What the timeline and the world outside have made of the fleet so far. Slot 0 takes the traffic. Borrows the scenario.
class FleetState
{
public:
    explicit FleetState(const Scenario &scenario);

    /// Applies one change; notes it when something did change that operators should see.
    std::optional<ChangeNote> apply(const TimelineAction &action, Instant at);

    /// Changes from outside; everything that operators should see is noted. A swap from outside ends the timeline's own
    /// swaps: it would undo what an operator has done.
    void seedSettings(size_t slot, const AppSettings &settings) { m_board.write(slot, settings); }
    std::vector<ChangeNote> writeSettings(size_t slot, const AppSettings &settings);
    std::vector<ChangeNote> swapSlots(size_t first, size_t second, const std::set<std::string> &sticky);
    std::vector<ChangeNote> setChaos(const ChaosSpec &chaos, Instant at);
    /// Notes the end of chaos whose time is over.
    std::vector<ChangeNote> endChaos(Instant at);
    void setToolVerdict(std::shared_ptr<const ToolVerdict> verdict) { m_verdict = std::move(verdict); }

    [[nodiscard]] const SlotBoard &board() const { return m_board; }
    [[nodiscard]] size_t promptOf(size_t agent) const { return m_board.promptOf(0, agent); }
    [[nodiscard]] size_t buildOf(size_t slot) const { return m_board.buildOf(slot); }
    /// The chaos that a task of the tenant runs into, or null.
    [[nodiscard]] const ChaosSpec *chaosFor(size_t tenant, uint64_t task, Instant at) const;
    /// When chaos ends by itself; nothing when there is none.
    [[nodiscard]] std::optional<Instant> chaosEnd() const;
    [[nodiscard]] bool isToolAllowed(size_t tenant, size_t tool) const;
    /// Tokens a minute that the gateway lets through at rate 1; 0: no limit.
    [[nodiscard]] double tokenLimit(size_t model) const { return m_tokenLimits[model]; }
    [[nodiscard]] double toolFailure(size_t tool) const { return m_toolFailures[tool]; }
    [[nodiscard]] double loops(size_t tenant) const { return m_loops[tenant]; }
    /// Weight of the tenant's arrivals, a runaway client counted in.
    [[nodiscard]] double arrivalWeight(size_t tenant) const;
    /// Tasks per second of the whole fleet at rate 1.
    [[nodiscard]] double arrivalRate(Instant at) const;
    [[nodiscard]] IngestionChange ingestion() const { return m_ingestion; }

private:
    std::optional<ChangeNote> change(const PromptChange &action);
    std::optional<ChangeNote> change(const DeploymentChange &action);
    std::optional<ChangeNote> change(const SlotSwap &action);
    std::optional<ChangeNote> change(const ThrottleChange &action);
    std::optional<ChangeNote> change(const ToolChange &action);
    std::optional<ChangeNote> change(const RunawayChange &action);
    std::optional<ChangeNote> change(const TrafficChange &action);
    std::optional<ChangeNote> change(const IngestionChange &action);

    /// What runs in production, to see what a change has changed.
    struct Production {
        size_t build = 0;
        std::vector<size_t> prompts;
    };
    [[nodiscard]] Production production() const { return {m_board.buildOf(0), m_board.prompts(0)}; }
    void noteDifferences(const Production &before, std::vector<ChangeNote> &notes) const;
    [[nodiscard]] ChangeNote deploymentNote(size_t previous) const;
    [[nodiscard]] ChangeNote promptNote(size_t agent, size_t previous) const;

    const Scenario &m_scenario;
    SlotBoard m_board;
    bool m_isSteered = false; ///< slots were swapped from outside
    std::optional<ChaosSpec> m_chaos;
    std::shared_ptr<const ToolVerdict> m_verdict;
    std::vector<double> m_tokenLimits;
    std::vector<double> m_toolFailures;
    std::vector<double> m_arrivals;
    std::vector<double> m_loops;
    double m_traffic = 1;
    IngestionChange m_ingestion;
};

} // namespace qd::lab
