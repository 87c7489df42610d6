#pragma once

#include "chaos/chaosrules.h"
#include "slo/metricdictionary.h"
#include "table.h"
#include "timerange.h"

/// The KQL of a chaos run and the reading of its replies. Pure.
namespace qd::chaosquery {

/// One row (good, total, value) of the hypothesis' SLI in the span, of the run's tenant alone.
QString sli(const ChaosSpec &spec, const SloDefinition &definition, const MetricDictionary &dictionary, TelemetrySchema schema,
            TimeSpanRange span);
/// One row (tasks, newest, newestHit, hitAfter): requests in the span, those that carry the run's id, and those of them
/// that began after `quietFrom`.
QString tagged(const QString &run, TelemetrySchema schema, TimeSpanRange span, Instant quietFrom);
/// Rows (tenant, tasks): the fleet's tasks in the span.
QString traffic(const MetricDictionary &dictionary, TelemetrySchema schema, TimeSpanRange span);

/// What tagged() found.
struct Tagged {
    double hits = 0;
    double hitsAfter = 0;
    std::optional<Instant> newest; ///< newest request of any kind
};

/// Value and events of the SLI; a Decode error names the missing column.
Result<ChaosReading> readSli(const ChaosSpec &spec, const SloDefinition &definition, const Table &reply, Instant at);
Result<Tagged> readTagged(const Table &reply);
Result<ChaosBlast> readTraffic(const Table &reply, Seconds span);

} // namespace qd::chaosquery
