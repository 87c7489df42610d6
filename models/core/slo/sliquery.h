#pragma once

#include "slo/metricdictionary.h"
#include "slo/slodefinition.h"
#include "table.h"
#include "timerange.h"

#include <QList>
#include <QString>

namespace qd {

/// One KQL query of a refresh round. The reply's columns are fixed, so that one decoder serves every source.
struct SliQuery {
    enum class Purpose {
        Bands,      ///< rows (slo, band, good, total, newest): disjoint age bands up to the SLO window, for burn and budget;
                    ///< a band is named by the minutes of the shortest window that it is in (sliwindows.h)
        Series,     ///< rows (slo, at, good, total, value): the chosen range in steps, for sparkline and value; `value` is
                    ///< read for percentile SLIs only
        Range,      ///< rows (slo, value, total): percentile SLIs over the whole chosen range
        Freshness   ///< rows (source, newest): newest record of the last day in every table used, traffic or not
    };
    Purpose purpose = Purpose::Bands;
    QString kql;
    TimeSpanRange span; ///< what to send as the request's timespan
};

/// The four queries (at most) that refresh every tile at once. Burn windows and budget end at `range.to`.
/// Good and total are in budget units: for Mean SLIs `good` is the sum of values and `total` the number of events.
QList<SliQuery> buildRefreshQueries(const QList<SloDefinition> &definitions, const MetricDictionary &dictionary,
                                    TelemetrySchema schema, TimeSpanRange range);

/// Detail of one SLO: the budget window in steps (rows as Series), for the SLI chart and the burn-down.
SliQuery buildBudgetQuery(const SloDefinition &definition, const MetricDictionary &dictionary, TelemetrySchema schema,
                          Instant now);

/// Text as a KQL string literal, quotes and control characters escaped.
QString kqlString(const QString &text);

} // namespace qd
