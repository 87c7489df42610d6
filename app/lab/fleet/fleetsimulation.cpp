#include "fleet/fleetsimulation.h"

namespace qd::lab {

FleetSimulation::FleetSimulation(const Scenario &scenario, const LabOptions &options, Instant liveStart,
                                 ItemExporter &exporter)
    : m_scenario(scenario)
    , m_exporter(exporter)
    , m_liveStart(liveStart)
    , m_now(liveStart - options.history)
    , m_nextHeartbeat(std::chrono::ceil<std::chrono::minutes>(m_now))
{
}

void FleetSimulation::advanceTo(Instant until)
{
    for (; m_nextHeartbeat <= until; m_nextHeartbeat += std::chrono::minutes(1)) {
        TelemetryItem item;
        item.time = m_nextHeartbeat;
        item.name = "GET /health";
        item.resultCode = "200";
        item.success = true;
        item.roleName = m_scenario.role;
        m_exporter.send(std::move(item), m_nextHeartbeat);
    }
    m_now = until;
}

} // namespace qd::lab
