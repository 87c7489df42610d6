#pragma once

#include "release/releaseevidence.h"
#include "release/slotboard.h"
#include "result.h"
#include "slo/metricdictionary.h"
#include "slo/slodefinition.h"
#include "table.h"
#include "timerange.h"

namespace qd {

/// Good and all tasks by slot, build and prompt version, rows (slot, build, prompt, good, total, first, last).
[[nodiscard]] QString buildReleaseQuery(const SloDefinition &taskSuccess, const MetricDictionary &dictionary, TelemetrySchema schema,
                                        TimeSpanRange range);
[[nodiscard]] Result<QList<ReleaseEvidence>> readReleaseEvidence(const Table &reply);

/// Good and all tasks of the range, and the newest record: rows (good, total, newest).
[[nodiscard]] QString buildRecoveryQuery(const SloDefinition &taskSuccess, const MetricDictionary &dictionary, TelemetrySchema schema,
                                         TimeSpanRange range);

/// How tasks went since the swap.
struct RecoveryReading {
    double good = 0;
    double total = 0;
    std::optional<Instant> newest;
    [[nodiscard]] double success() const { return total > 0 ? good / total : 0; }
    bool operator==(const RecoveryReading &) const = default;
};
[[nodiscard]] Result<RecoveryReading> readRecovery(const Table &reply);

/// Swaps that telemetry tells of, oldest first: rows (at, source, target).
[[nodiscard]] QString buildSwapQuery(TelemetrySchema schema, TimeSpanRange range);
[[nodiscard]] Result<QList<SwapMemory>> readSwapEvents(const Table &reply);

} // namespace qd
