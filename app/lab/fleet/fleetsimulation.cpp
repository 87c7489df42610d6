#include "fleet/fleetsimulation.h"

#include "fleet/taskmetrics.h"
#include "fleet/tracewriter.h"

#include <algorithm>

namespace qd::lab {

namespace {

constexpr std::chrono::minutes historyExportInterval{10};
constexpr Seconds detailExportInterval{15};
constexpr std::chrono::hours detailSpan{2};
constexpr int historySampling = 20;
/// Thirty days at a higher rate would take minutes and millions of rows; high rates are for the live run.
constexpr double mostHistoryRate = 2;
/// Random stream of the arrivals, far from those of tasks.
constexpr uint64_t arrivalSalt = 0x6172726976616c73ULL;

/// Everything a task sent tells the fault on purpose that it ran into.
void tagChaos(const TaskRun &run, std::vector<TelemetryItem> &items)
{
    if (run.chaos == ChaosMode::Off)
        return;
    for (TelemetryItem &item : items) {
        item.properties.emplace_back("chaos", run.chaosRun);
        sortProperties(item.properties);
    }
}

Instant ceilTo(Instant at, Microseconds step)
{
    const Microseconds past = at.time_since_epoch() % step;
    return past == Microseconds(0) ? at : at + (step - past);
}

Instant detailStartOf(Instant liveStart)
{
    const Instant start = liveStart - detailSpan;
    return start - start.time_since_epoch() % Microseconds(historyExportInterval);
}

} // namespace

FleetSimulation::FleetSimulation(const Scenario &scenario, const LabOptions &options, Instant liveStart,
                                 ItemExporter &exporter)
    : m_scenario(scenario)
    , m_options(options)
    , m_exporter(exporter)
    , m_liveStart(liveStart)
    , m_detailStart(detailStartOf(liveStart))
    , m_now(liveStart - options.history)
    , m_nextHour(std::chrono::floor<std::chrono::hours>(m_now) + std::chrono::hours(1))
    , m_nextExport(ceilTo(m_now + Microseconds(1), historyExportInterval))
    , m_state(scenario)
    , m_budgets(scenario, m_now)
    , m_gateway(scenario, m_state)
    , m_simulator(scenario, m_state, m_budgets, m_gateway, options.seed)
    , m_arrivals(mixBits(options.seed) ^ arrivalSalt, m_now)
    , m_factory(scenario, options.seed)
    , m_metrics(scenario)
    , m_sampler(exporter)
    , m_heartbeat(scenario, m_state, m_factory, m_now, options.seed)
{
    m_sampler.setRate(historySampling, m_now);
    m_heartbeat.setRate(historySampling);
    // What the timeline did before history began is how the fleet is set up, not an event in it.
    for (; m_nextTimeline < scenario.timeline.size(); ++m_nextTimeline) {
        const TimelineEvent &event = scenario.timeline[m_nextTimeline];
        if (m_liveStart + event.offset >= m_now)
            break;
        (void)m_state.apply(event.action, m_liveStart + event.offset);
    }
    m_exporter.setIngestion(m_state.ingestion());
    if (m_detailStart <= m_now)
        startDetail(m_now);
    updateArrivals(m_now);
}

void FleetSimulation::advanceTo(Instant until)
{
    for (Instant next = nextEvent(); next <= until; next = nextEvent()) {
        m_now = next;
        step(next);
    }
    m_now = std::max(m_now, until);
}

Instant FleetSimulation::nextEvent() const
{
    Instant next = std::min({m_nextHour, m_nextExport, m_heartbeat.next()});
    if (!m_isDetailed)
        next = std::min(next, m_detailStart);
    if (!m_isLive)
        next = std::min(next, m_liveStart);
    if (m_nextTimeline < m_scenario.timeline.size())
        next = std::min(next, m_liveStart + m_scenario.timeline[m_nextTimeline].offset);
    if (const std::optional<Instant> end = m_state.chaosEnd())
        next = std::min(next, *end);
    if (!m_running.empty())
        next = std::min(next, m_running.top().end);
    if (const std::optional<Instant> arrival = m_arrivals.next())
        next = std::min(next, *arrival);
    return next;
}

/// Everything due at `at`, what ends before what begins.
void FleetSimulation::step(Instant at)
{
    finishTasks(at);
    if (m_nextExport <= at)
        exportMetrics(at);
    if (!m_isDetailed && m_detailStart <= at)
        startDetail(at);
    if (m_nextHour <= at)
        startHour(at);
    if (!m_isLive && m_liveStart <= at) {
        m_isLive = true;
        updateArrivals(at); // the live rate may be higher
    }
    followTimeline(at);
    sendNotes(m_state.endChaos(at), at);
    if (m_heartbeat.next() <= at)
        m_heartbeat.beat(m_exporter);
    if (const std::optional<Instant> arrival = m_arrivals.next(); arrival && *arrival <= at)
        arrive(at);
}

void FleetSimulation::arrive(Instant at)
{
    m_arrivals.pop();
    if (m_freeRuns.empty()) {
        m_freeRuns.push_back(m_runs.size());
        m_runs.emplace_back();
    }
    const size_t slot = m_freeRuns.back();
    m_freeRuns.pop_back();
    m_simulator.simulate(m_runs[slot], m_tasks++, at);
    m_running.push({m_runs[slot].end(), m_runs[slot].number, slot});
}

void FleetSimulation::finishTasks(Instant at)
{
    while (!m_running.empty() && m_running.top().end <= at) {
        const Running task = m_running.top();
        m_running.pop();
        finish(m_runs[task.slot], at);
        m_freeRuns.push_back(task.slot);
    }
}

void FleetSimulation::finish(const TaskRun &run, Instant at)
{
    recordTask(run, m_metrics);
    if (m_sampler.admit(run)) {
        std::vector<TelemetryItem> items = TraceWriter(m_scenario, m_factory, run).write();
        tagChaos(run, items);
        m_sampler.keep(std::move(items), at);
    }
    m_sampler.settle(at);
    // Budgets are for a fleet at rate 1; a faster one has proportionally larger budgets.
    if (const auto transition = m_budgets.charge(run.tenant, run.cost / rateAt(at)))
        sendTransition(*transition, at);
}

void FleetSimulation::followTimeline(Instant at)
{
    bool isChanged = false;
    for (; m_nextTimeline < m_scenario.timeline.size(); ++m_nextTimeline) {
        const TimelineEvent &event = m_scenario.timeline[m_nextTimeline];
        if (m_liveStart + event.offset > at)
            break;
        if (std::optional<ChangeNote> note = m_state.apply(event.action, at))
            sendEvent(note->name.c_str(), std::move(note->properties), at);
        isChanged = true;
    }
    if (!isChanged)
        return;
    m_exporter.setIngestion(m_state.ingestion());
    updateArrivals(at);
}

void FleetSimulation::swapSlots(size_t first, size_t second, const std::set<std::string> &sticky)
{
    sendNotes(m_state.swapSlots(first, second, sticky), m_now);
}

void FleetSimulation::noteRestart(size_t slot, const std::string &reason)
{
    sendEvent("Restart", {{"reason", reason}, {"slot", m_scenario.slotList[slot].name}}, m_now);
}

void FleetSimulation::setBudget(size_t tenant, double usd)
{
    if (const auto transition = m_budgets.setBudget(tenant, usd))
        sendTransition(*transition, m_now);
}

void FleetSimulation::startHour(Instant at)
{
    m_nextHour = at + std::chrono::hours(1);
    for (const BudgetTransition &transition : m_budgets.startMonth(at))
        sendTransition(transition, at);
    updateArrivals(at);
}

void FleetSimulation::startDetail(Instant at)
{
    m_isDetailed = true;
    m_sampler.setRate(1, at);
    m_heartbeat.setRate(1);
    m_nextExport = ceilTo(at + Microseconds(1), detailExportInterval);
}

void FleetSimulation::exportMetrics(Instant at)
{
    for (size_t tenant = 0; tenant < m_scenario.tenants.size(); ++tenant)
        m_metrics.record(FleetMetric::BudgetUsedRatio, {tenant, static_cast<size_t>(m_budgets.state(tenant))},
                         m_budgets.usedRatio(tenant));
    m_metrics.exportInterval(at, m_exporter);
    m_nextExport = ceilTo(at + Microseconds(1), m_isDetailed ? Microseconds(detailExportInterval) : historyExportInterval);
}

void FleetSimulation::sendNotes(std::vector<ChangeNote> notes, Instant at)
{
    for (ChangeNote &note : notes)
        sendEvent(note.name.c_str(), std::move(note.properties), at);
}

void FleetSimulation::sendTransition(const BudgetTransition &transition, Instant at)
{
    sendEvent("BudgetState",
              {{"previous", budgetStateName(transition.previous)},
               {"state", budgetStateName(transition.state)},
               {"tenant", m_scenario.tenants[transition.tenant].name}},
              at);
}

void FleetSimulation::sendEvent(const char *name, Properties properties, Instant at)
{
    TelemetryItem item = m_factory.instanceItem(ItemKind::Event, at, 0, 1, m_state.buildOf(0));
    item.name = name;
    item.operationId = m_factory.looseId(~m_events) + m_factory.looseId(m_events | (1ULL << 61));
    ++m_events;
    item.properties = std::move(properties);
    m_exporter.send(std::move(item), at);
}

void FleetSimulation::updateArrivals(Instant at)
{
    m_gateway.setRate(rateAt(at));
    m_arrivals.setRate(at, m_state.arrivalRate(at) * rateAt(at));
}

double FleetSimulation::rateAt(Instant at) const
{
    constexpr double leastRate = 1e-6;
    const double rate = std::max(leastRate, m_options.rate);
    return at < m_liveStart ? std::min(rate, mostHistoryRate) : rate;
}

} // namespace qd::lab
