#include "fleet/fleetrunner.h"

#include "fleet/fleetsimulation.h"
#include "fleet/itemexporter.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace qd::lab {

namespace {

constexpr Milliseconds liveTick{500};
/// Catching up after a long sleep is cut into slices, so that stop() stays quick.
constexpr Seconds liveSlice{5};

} // namespace

class FleetRunner::Private
{
public:
    Private(Scenario scenario, const LabOptions &options, const Clock &clock, TelemetrySink &sink)
        : m_clock(clock)
        , m_options(options)
        , m_scenario(std::move(scenario))
        , m_exporter(sink)
    {
    }

    using Change = std::function<void(FleetSimulation &)>;

    void begin();
    void advance(Instant until);
    /// Applies a change and hands on what it tells.
    void change(const Change &what);
    /// The same without waiting for the simulation: when it is busy, it applies the change before it goes on.
    void changeSoon(Change what);
    void applyPending();
    void catchUp();
    [[nodiscard]] Instant simulatedNow();
    void live();
    [[nodiscard]] bool isStopping();

    const Clock &m_clock;
    const LabOptions m_options;
    const Scenario m_scenario;
    ItemExporter m_exporter;
    std::unique_ptr<FleetSimulation> m_simulation;
    std::mutex m_simulationMutex; ///< guards what m_simulation does, and m_exporter
    std::atomic<bool> m_isLive{false};

    std::mutex m_mutex; ///< guards m_shouldStop and m_pending; may be taken after m_simulationMutex, never before
    std::vector<Change> m_pending;
    std::condition_variable m_wake;
    bool m_shouldStop = false;
    std::thread m_thread;
};

void FleetRunner::Private::begin()
{
    const Instant now = std::chrono::floor<Seconds>(m_clock.now());
    m_simulation = std::make_unique<FleetSimulation>(m_scenario, m_options, now, m_exporter);
}

void FleetRunner::Private::advance(Instant until)
{
    const std::lock_guard lock(m_simulationMutex);
    applyPending();
    m_simulation->advanceTo(until);
    m_exporter.flush(until);
}

void FleetRunner::Private::applyPending()
{
    std::vector<Change> pending;
    {
        const std::lock_guard lock(m_mutex);
        pending.swap(m_pending);
    }
    if (pending.empty() || !m_simulation)
        return;
    if (!m_isLive)
        m_simulation->rest(m_clock.now());
    for (const Change &one : pending)
        one(*m_simulation);
    m_exporter.flush(m_simulation->now());
}

void FleetRunner::Private::change(const Change &what)
{
    {
        const std::lock_guard lock(m_mutex);
        m_pending.push_back(what);
    }
    const std::lock_guard lock(m_simulationMutex);
    catchUp();
    applyPending();
}

/// So that the change happens now, and not when the simulation last looked at the clock.
void FleetRunner::Private::catchUp()
{
    const Instant now = m_clock.now();
    if (m_isLive && now > m_simulation->now() && now - m_simulation->now() < liveSlice)
        m_simulation->advanceTo(now);
}

void FleetRunner::Private::changeSoon(Change what)
{
    {
        const std::lock_guard lock(m_mutex);
        m_pending.push_back(std::move(what));
    }
    if (const std::unique_lock lock(m_simulationMutex, std::try_to_lock); lock.owns_lock())
        applyPending();
}

Instant FleetRunner::Private::simulatedNow()
{
    const std::lock_guard lock(m_simulationMutex);
    return m_simulation->now();
}

bool FleetRunner::Private::isStopping()
{
    const std::lock_guard lock(m_mutex);
    return m_shouldStop;
}

void FleetRunner::Private::live()
{
    while (!isStopping()) {
        const Instant now = m_clock.now();
        while (simulatedNow() < now && !isStopping())
            advance(std::min<Instant>(now, simulatedNow() + liveSlice));
        std::unique_lock lock(m_mutex);
        m_wake.wait_for(lock, liveTick, [this] { return m_shouldStop; });
    }
}

FleetRunner::FleetRunner(Scenario scenario, LabOptions options, const Clock &clock, TelemetrySink &sink)
    : d(std::make_unique<Private>(std::move(scenario), options, clock, sink))
{
}

FleetRunner::~FleetRunner() { stop(); }

void FleetRunner::prepare() { d->begin(); }

BackfillReport FleetRunner::backfill()
{
    d->begin();
    BackfillReport report{.from = d->m_simulation->now(), .to = d->m_simulation->liveStart()};
    d->advance(report.to);
    report.items = d->m_exporter.delivered();
    report.tasks = d->m_simulation->taskCount();
    return report;
}

void FleetRunner::startLive()
{
    if (d->m_thread.joinable())
        return;
    if (!d->m_simulation)
        backfill();
    d->m_shouldStop = false;
    d->m_isLive = true;
    d->m_thread = std::thread([this] { d->live(); });
}

void FleetRunner::stop()
{
    if (!d->m_thread.joinable())
        return;
    {
        const std::lock_guard lock(d->m_mutex);
        d->m_shouldStop = true;
    }
    d->m_wake.notify_all();
    d->m_thread.join();
    d->m_isLive = false;
}

void FleetRunner::advanceTo(Instant until)
{
    if (!d->m_simulation)
        backfill();
    if (until > d->m_simulation->now())
        d->advance(until);
}

std::vector<std::string> FleetRunner::tenants() const
{
    std::vector<std::string> names;
    for (const TenantSpec &tenant : d->m_scenario.tenants)
        names.push_back(tenant.name);
    return names;
}

std::vector<FleetTool> FleetRunner::tools() const
{
    std::vector<FleetTool> tools;
    for (const ToolSpec &tool : d->m_scenario.tools)
        tools.push_back({tool.name, tool.server, tool.arguments, tool.result});
    return tools;
}

double FleetRunner::toolFailure(const std::string &tool) const
{
    const std::vector<ToolSpec> &specs = d->m_scenario.tools;
    const auto found = std::find_if(specs.begin(), specs.end(), [&](const ToolSpec &one) { return one.name == tool; });
    if (found == specs.end())
        return 0;
    const std::lock_guard lock(d->m_simulationMutex);
    return d->m_simulation ? d->m_simulation->toolFailure(static_cast<size_t>(found - specs.begin())) : 0;
}

void FleetRunner::setChaos(const ChaosSpec &chaos)
{
    d->changeSoon([chaos](FleetSimulation &fleet) { fleet.setChaos(chaos); });
}

void FleetRunner::setToolVerdict(std::shared_ptr<const ToolVerdict> verdict)
{
    d->changeSoon([verdict](FleetSimulation &fleet) { fleet.setToolVerdict(verdict); });
}

std::vector<FleetSlot> FleetRunner::slotList() const
{
    const Scenario &scenario = d->m_scenario;
    const std::lock_guard lock(d->m_simulationMutex);
    std::vector<FleetSlot> found;
    for (size_t i = 0; i < scenario.slotList.size(); ++i) {
        const SlotBoard &board = d->m_simulation->board();
        found.push_back({scenario.slotList[i].name, scenario.builds[board.buildOf(i)].version, board.settings(i), board.changed(i)});
    }
    return found;
}

void FleetRunner::seedSettings(size_t slot, const AppSettings &settings)
{
    d->change([slot, &settings](FleetSimulation &fleet) { fleet.seedSettings(slot, settings); });
}

void FleetRunner::writeSettings(size_t slot, const AppSettings &settings)
{
    d->change([slot, &settings](FleetSimulation &fleet) { fleet.writeSettings(slot, settings); });
}

void FleetRunner::noteRestart(size_t slot, const std::string &reason)
{
    d->change([slot, &reason](FleetSimulation &fleet) { fleet.noteRestart(slot, reason); });
}

void FleetRunner::swapSlots(size_t first, size_t second, const std::set<std::string> &sticky)
{
    d->change([first, second, &sticky](FleetSimulation &fleet) { fleet.swapSlots(first, second, sticky); });
}

bool FleetRunner::setBudget(const std::string &tenant, double monthUsd)
{
    const std::vector<std::string> names = tenants();
    const auto found = std::find(names.begin(), names.end(), tenant);
    if (found == names.end())
        return false;
    const auto index = static_cast<size_t>(found - names.begin());
    d->change([index, monthUsd](FleetSimulation &fleet) { fleet.setBudget(index, monthUsd); });
    return true;
}

} // namespace qd::lab
