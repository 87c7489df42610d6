#pragma once

#include "clock.h"
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
/// backfill() or advanceTo(), and from the runner's own thread between startLive() and stop().
class FleetRunner
{
public:
    FleetRunner(Scenario scenario, LabOptions options, const Clock &clock, TelemetrySink &sink);
    ~FleetRunner();
    Q_DISABLE_COPY_MOVE(FleetRunner)

    /// Simulates `options.history` up to now; blocks. Call once, first.
    BackfillReport backfill();
    /// Goes on in real time on an own thread, every 500 ms up to the clock's time. No effect when running.
    void startLive();
    /// Ends the live run and joins its thread; at once, also in the middle of catching up. No effect when not running.
    void stop();
    /// The live run without a thread and a clock, for tests; not while startLive() is in effect. Earlier instants than
    /// the last one have no effect.
    void advanceTo(Instant until);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace qd::lab
