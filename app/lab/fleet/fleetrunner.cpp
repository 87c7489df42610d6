#include "fleet/fleetrunner.h"

#include "fleet/fleetsimulation.h"
#include "fleet/itemexporter.h"

#include <algorithm>
#include <condition_variable>
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

    void begin();
    void advance(Instant until);
    void live();
    [[nodiscard]] bool isStopping();

    const Clock &m_clock;
    const LabOptions m_options;
    const Scenario m_scenario;
    ItemExporter m_exporter;
    std::unique_ptr<FleetSimulation> m_simulation;

    std::mutex m_mutex; ///< guards m_shouldStop
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
    m_simulation->advanceTo(until);
    m_exporter.flush(until);
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
        while (m_simulation->now() < now && !isStopping())
            advance(std::min<Instant>(now, m_simulation->now() + liveSlice));
        std::unique_lock lock(m_mutex);
        m_wake.wait_for(lock, liveTick, [this] { return m_shouldStop; });
    }
}

FleetRunner::FleetRunner(Scenario scenario, LabOptions options, const Clock &clock, TelemetrySink &sink)
    : d(std::make_unique<Private>(std::move(scenario), options, clock, sink))
{
}

FleetRunner::~FleetRunner() { stop(); }

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
}

void FleetRunner::advanceTo(Instant until)
{
    if (!d->m_simulation)
        backfill();
    if (until > d->m_simulation->now())
        d->advance(until);
}

} // namespace qd::lab
