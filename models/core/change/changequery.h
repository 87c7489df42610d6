#pragma once

#include "change/change.h"
#include "result.h"
#include "slo/metricdictionary.h"
#include "table.h"
#include "timerange.h"

#include <QList>

namespace qd {

/// The KQL for what telemetry says was changed in the range: deployments, swaps, prompt versions, budget states and
/// chaos runs, oldest first; rows (at, kind, title, detail, previous, run, until, percent).
QString buildChangeQuery(TelemetrySchema schema, TimeSpanRange range);

/// Reads the reply of buildChangeQuery(), oldest first; the events of one chaos run become one change that lasts. Rows
/// without a time are left out, texts are made plain. A missing column is ErrorKind::Decode. `now` is the server's time.
Result<QList<Change>> readChanges(const Table &reply, Instant now);

/// "telemetry": Change::source of what readChanges() gives.
QString telemetryChangeSource();

} // namespace qd
