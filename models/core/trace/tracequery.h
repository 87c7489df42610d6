#pragma once

#include "result.h"
#include "slo/metricdictionary.h"
#include "slo/slodefinition.h"
#include "table.h"
#include "timerange.h"
#include "trace/tracefilter.h"
#include "trace/traceids.h"

#include <QList>
#include <QString>

namespace qd {

inline constexpr size_t maxTraceRows = 50'000;  ///< of one trace; further ones are told, not shown
inline constexpr int maxListedTraces = 500;

/// One line of the trace list. A value.
struct TraceSummary {
    TraceId id;
    Instant at;
    QString root;       ///< name of the first request
    QString tenant;
    QString agent;
    QString prompt;     ///< prompt version
    QString outcome;    ///< what the application itself says of the task; may be empty
    Microseconds duration{0};
    qint64 spans = 0;
    qint64 failures = 0;
    qint64 inputTokens = 0;
    qint64 outputTokens = 0;
    std::optional<double> cost; ///< USD
    bool isFailed = false;
    bool operator==(const TraceSummary &) const = default;
};

/// The newest traces in the range that the filter keeps, newest first, `limit` at most.
QString buildTraceListQuery(TelemetrySchema schema, const TraceFilter &filter, TimeSpanRange range, int limit);
Result<QList<TraceSummary>> readTraceList(const Table &reply);

/// Everything that telemetry has of one trace; at most maxTraceRows rows and one, which tells that there are more.
QString buildTraceQuery(TelemetrySchema schema, const TraceId &id);
/// The rows around one span, as an operator would ask for them by hand.
QString buildSpanQuery(TelemetrySchema schema, const TraceId &id, const SpanId &span);

/// Which trace shows best why an SLO burns: the newest that failed it, or the one with the most extreme value. Columns
/// of the reply: operation, at, value; one row or none.
QString buildExemplarQuery(TelemetrySchema schema, const SloDefinition &slo, const MetricDictionary &dictionary, TimeSpanRange range);
std::optional<TraceId> readExemplar(const Table &reply);

class Trace;
/// The span of the exemplar that the SLO is about: the deepest failure, the dearest call, the longest wait. -1: none.
int exemplarSpan(const Trace &trace, const SloDefinition &slo);

} // namespace qd
