#pragma once

#include "chaos/chaosspec.h"
#include "error.h"
#include "slo/slotile.h"

#include <optional>

namespace qd {

/// Where a run is. Order is that of its life.
enum class ChaosPhase {
    Planned,   ///< not asked for yet
    Starting,  ///< checks, confirmation and the write are under way
    Running,   ///< the fault is on
    Restoring, ///< it is being taken back
    Verifying, ///< it is taken back; telemetry has to show it
    Verified,  ///< telemetry shows tasks without the fault
    Restored,  ///< taken back or run out, but telemetry did not tell in time
    Failed     ///< never came on, or could not be taken back (then `until` ends it)
};

/// What the run says about the hypothesis.
enum class ChaosVerdict { Open, Pass, Fail, Inconclusive };

/// Why the fault was taken back.
enum class ChaosEnding { None, Completed, AbortedByBurn, StoppedByOperator, TakenOver };

/// What telemetry said about the run at a time.
struct ChaosReading {
    Instant at;
    std::optional<double> value;  ///< of the hypothesis' SLI over the run so far, or its burn
    double events = 0;
    double tasksHit = 0;          ///< tasks that carry the run's id
    bool operator==(const ChaosReading &) const = default;
};

/// One run with everything that is shown of it. A value; the rules are in chaosrules.h.
struct ChaosRun {
    QString id;
    ChaosSpec spec;
    ChaosPhase phase = ChaosPhase::Planned;
    ChaosEnding ending = ChaosEnding::None;
    ChaosVerdict verdict = ChaosVerdict::Open;
    std::optional<Instant> startedAt;
    std::optional<Instant> until;
    std::optional<Instant> endedAt;   ///< the fault was off
    QList<ChaosReading> readings;     ///< oldest first, at most 400
    QString sentence;                 ///< what happened last, for people
    std::optional<Error> error;
    bool operator==(const ChaosRun &) const = default;
};

} // namespace qd
