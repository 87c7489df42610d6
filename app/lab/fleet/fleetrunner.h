#pragma once

#include "clock.h"
#include "fleet/fleetcontrol.h"
#include "fleet/scenario.h"
#include "laboptions.h"
#include "telemetry/item.h"

#include <QtGlobal>

#include <memory>

namespace qd::lab {

/// What a backfill made.
struct BackfillReport {
    quint64 items = 0;    ///< handed to the sink
    quint64 tasks = 0;    ///< simulated, sampled or not
    Instant from;
    Instant to;           ///< the clock's time when it began: where the live run goes on
};

/// Runs a simulated agent fleet: first its history, then live in real time. Deterministic by scenario, seed and start
/// time. `clock` and `sink` are borrowed and must outlive the runner. The sink is called from the thread that calls
/// backfill() or advanceTo(), from the runner's own thread between startLive() and stop(), and from any thread that changes
/// the fleet through FleetControl. These changes come from outside: with them a run is no longer repeatable by seed.
class FleetRunner final : public FleetControl
{
public:
    FleetRunner(Scenario scenario, LabOptions options, const Clock &clock, TelemetrySink &sink);
    ~FleetRunner() override;
    Q_DISABLE_COPY_MOVE(FleetRunner)

    /// Sets the fleet up as the timeline has made it by now and lets it rest: nothing is emitted but what changes from
    /// outside tell. Instead of backfill().
    void prepare();
    /// Simulates `options.history` up to now; blocks. Call once, first.
    BackfillReport backfill();
    /// Goes on in real time on an own thread, every 500 ms up to the clock's time. No effect when running.
    void startLive();
    /// Ends the live run and joins its thread; at once, also in the middle of catching up. No effect when not running.
    void stop();
    /// The live run without a thread and a clock, for tests; not while startLive() is in effect. Earlier instants than
    /// the last one have no effect.
    void advanceTo(Instant until);

    [[nodiscard]] std::vector<std::string> tenants() const override;
    [[nodiscard]] std::vector<FleetTool> tools() const override;
    [[nodiscard]] double toolFailure(const std::string &tool) const override;
    void setChaos(const ChaosSpec &chaos) override;
    void setToolVerdict(std::shared_ptr<const ToolVerdict> verdict) override;
    [[nodiscard]] std::vector<FleetSlot> slotList() const override;
    void seedSettings(size_t slot, const AppSettings &settings) override;
    void writeSettings(size_t slot, const AppSettings &settings) override;
    void noteRestart(size_t slot, const std::string &reason) override;
    void swapSlots(size_t first, size_t second, const std::set<std::string> &sticky) override;
    bool setBudget(const std::string &tenant, double monthUsd) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace qd::lab
