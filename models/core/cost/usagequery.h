#pragma once

#include "cost/usage.h"
#include "result.h"
#include "slo/metricdictionary.h"
#include "table.h"
#include "timerange.h"

namespace qd {

/// The KQL behind a chargeback, a text for each part. Only model-call spans are read: an agent's span that repeats the
/// tokens of its calls is left out, so that nothing is counted twice.
struct UsageQueries {
    QString usage;    ///< rows (day, tenant, agent, model, tool, calls, kept, input, cached, output, reported)
    QString reported; ///< rows (day, tenant, agent, model, amount): the agents' cost metric
    QString tools;    ///< rows (day, tool, calls, errors)
    QString breakers; ///< rows (tenant, state, used, at): the newest of the last day
    TimeSpanRange span;
};

UsageQueries buildUsageQueries(const MetricDictionary &dictionary, TelemetrySchema schema, TimeSpanRange span);

/// Readers of the replies. A missing column is ErrorKind::Decode; numbers that are null count as 0.
Result<QList<UsageRow>> readUsage(const Table &reply);
Result<QList<ReportedRow>> readReported(const Table &reply);
Result<QList<ToolUseRow>> readToolUse(const Table &reply);
Result<QList<BreakerRow>> readBreakers(const Table &reply);

} // namespace qd
