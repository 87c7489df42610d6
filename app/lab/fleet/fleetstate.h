#pragma once

#include "fleet/scenario.h"
#include "telemetry/item.h"

#include <optional>
#include <string>
#include <vector>

namespace qd::lab {

/// A change worth a custom event, which charts draw as a marker.
struct ChangeNote {
    std::string name; ///< "Deployment", "PromptVersion"
    Properties properties;
};

/// What the timeline has made of the fleet so far. Slot 0 takes the traffic. Borrows the scenario.
class FleetState
{
public:
    explicit FleetState(const Scenario &scenario);

    /// Applies one change; notes it when something did change that operators should see.
    std::optional<ChangeNote> apply(const TimelineAction &action);

    [[nodiscard]] size_t promptOf(size_t agent) const { return m_prompts[agent]; }
    [[nodiscard]] size_t buildOf(size_t slot) const { return m_builds[slot]; }
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

    const Scenario &m_scenario;
    std::vector<size_t> m_prompts;
    std::vector<size_t> m_builds;
    std::vector<double> m_tokenLimits;
    std::vector<double> m_toolFailures;
    std::vector<double> m_arrivals;
    std::vector<double> m_loops;
    double m_traffic = 1;
    IngestionChange m_ingestion;
};

} // namespace qd::lab
