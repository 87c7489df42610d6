#pragma once

#include "clock.h"
#include "fleet/arrivalprocess.h"
#include "fleet/budgetbreaker.h"
#include "fleet/fleetstate.h"
#include "fleet/heartbeat.h"
#include "fleet/itemexporter.h"
#include "fleet/itemfactory.h"
#include "fleet/metricset.h"
#include "fleet/modelgateway.h"
#include "fleet/scenario.h"
#include "fleet/tasksimulator.h"
#include "fleet/tracesampler.h"
#include "laboptions.h"

#include <queue>
#include <vector>

namespace qd::lab {

/// The fleet as one sequence of events in simulated time: arrivals, finished tasks, the timeline, heartbeats, metric
/// exports, new hours. How far advanceTo() goes at a time makes no difference to what is sent. Older history is sent
/// sampled and in longer export intervals, the last two hours and the live run in full. Borrows scenario and exporter.
/// One thread at a time.
class FleetSimulation
{
public:
    FleetSimulation(const Scenario &scenario, const LabOptions &options, Instant liveStart, ItemExporter &exporter);
    Q_DISABLE_COPY_MOVE(FleetSimulation)

    /// Simulates everything up to and including `until`.
    void advanceTo(Instant until);
    [[nodiscard]] Instant now() const { return m_now; }
    [[nodiscard]] Instant liveStart() const { return m_liveStart; }
    [[nodiscard]] uint64_t taskCount() const { return m_tasks; }

    /// For a fleet that does not run: lets now() be `at`, so that changes from outside bear the right time.
    void rest(Instant at) { m_now = std::max(m_now, at); }
    /// Changes from outside, at now().
    [[nodiscard]] const SlotBoard &board() const { return m_state.board(); }
    void seedSettings(size_t slot, const AppSettings &settings) { m_state.seedSettings(slot, settings); }
    void writeSettings(size_t slot, const AppSettings &settings) { sendNotes(m_state.writeSettings(slot, settings), m_now); }
    void swapSlots(size_t first, size_t second, const std::set<std::string> &sticky);
    void noteRestart(size_t slot, const std::string &reason);
    void setChaos(const ChaosSpec &chaos) { sendNotes(m_state.setChaos(chaos, m_now), m_now); }
    void setToolVerdict(std::shared_ptr<const ToolVerdict> verdict) { m_state.setToolVerdict(std::move(verdict)); }
    [[nodiscard]] double toolFailure(size_t tool) const { return m_state.toolFailure(tool); }
    void setBudget(size_t tenant, double usd);

private:
    /// A task under way; `slot` is its place in m_runs. Earliest end first, then in order of arrival.
    struct Running {
        Instant end;
        uint64_t number = 0;
        size_t slot = 0;
        bool operator>(const Running &other) const
        {
            return end != other.end ? end > other.end : number > other.number;
        }
    };

    [[nodiscard]] Instant nextEvent() const;
    void step(Instant at);
    void arrive(Instant at);
    void finishTasks(Instant at);
    void finish(const TaskRun &run, Instant at);
    void followTimeline(Instant at);
    void startHour(Instant at);
    void startDetail(Instant at);
    void exportMetrics(Instant at);
    void sendNotes(std::vector<ChangeNote> notes, Instant at);
    void sendTransition(const BudgetTransition &transition, Instant at);
    void sendEvent(const char *name, Properties properties, Instant at);
    void updateArrivals(Instant at);
    [[nodiscard]] double rateAt(Instant at) const;

    const Scenario &m_scenario;
    const LabOptions m_options;
    ItemExporter &m_exporter;
    const Instant m_liveStart;
    const Instant m_detailStart; ///< sampled before, in full from here on
    Instant m_now;
    Instant m_nextHour;
    Instant m_nextExport;
    FleetState m_state;
    BudgetBreaker m_budgets;
    ModelGateway m_gateway;
    TaskSimulator m_simulator;
    ArrivalProcess m_arrivals;
    ItemFactory m_factory;
    MetricSet m_metrics;
    TraceSampler m_sampler;
    Heartbeat m_heartbeat;
    size_t m_nextTimeline = 0;
    bool m_isDetailed = false;
    bool m_isLive = false;
    uint64_t m_tasks = 0;
    uint64_t m_events = 0;
    std::vector<TaskRun> m_runs;
    std::vector<size_t> m_freeRuns;
    std::priority_queue<Running, std::vector<Running>, std::greater<>> m_running;
};

} // namespace qd::lab
