#pragma once

#include "clock.h"
#include "fleet/itemexporter.h"
#include "fleet/scenario.h"
#include "laboptions.h"

namespace qd::lab {

/// The fleet as one sequence of events in simulated time. Borrows scenario and exporter. One thread at a time.
class FleetSimulation
{
public:
    FleetSimulation(const Scenario &scenario, const LabOptions &options, Instant liveStart, ItemExporter &exporter);

    /// Simulates everything up to and including `until`.
    void advanceTo(Instant until);
    [[nodiscard]] Instant now() const { return m_now; }
    [[nodiscard]] Instant liveStart() const { return m_liveStart; }
    [[nodiscard]] uint64_t taskCount() const { return m_tasks; }

private:
    const Scenario &m_scenario;
    ItemExporter &m_exporter;
    Instant m_liveStart;
    Instant m_now;
    Instant m_nextHeartbeat;
    uint64_t m_tasks = 0;
};

} // namespace qd::lab
