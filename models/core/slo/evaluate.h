#pragma once

#include "slo/sliquery.h"
#include "slo/slotile.h"
#include "table.h"

#include <QHash>
#include <QList>

namespace qd {

/// The counts of one SLI over one span of time. For Mean SLIs `good` is the sum of values.
struct SliCounts {
    double good = 0;
    double total = 0;
};

/// What one refresh round brought for one SLO.
struct SliSample {
    QList<std::pair<std::chrono::minutes, SliCounts>> windows; ///< cumulative: every burn window, the last hour and a rolling budget window
    std::optional<SliCounts> calendarBudget; ///< the month so far, for SLOs with a calendar window
    SliCounts range;
    std::optional<double> percentileValue;
    std::vector<SliPoint> series;
    std::optional<Instant> newest;        ///< newest event of this SLI
    std::optional<Instant> sourceNewest;  ///< newest record of its source table, traffic or not; for tables
                                          ///< that only grow with traffic, of any table
};

/// Reads the replies of buildRefreshQueries() (same order); rows that name no known SLO are ignored, wrong columns are
/// ErrorKind::Decode naming the query and the column.
Result<QHash<SloId, SliSample>> readRefresh(const QList<SloDefinition> &definitions, const QList<SliQuery> &queries,
                                            const QList<Table> &replies, TimeSpanRange range);

/// Burn rate of the counts: 1 spends exactly the budget over the window. Nothing without events.
std::optional<double> burnRate(const SloDefinition &definition, SliCounts counts);

/// The tile: value, burn, budget, state and sentence. Pure. `now` is when the reply came.
SloTile evaluateSlo(const SloDefinition &definition, const SliSample &sample, Instant now);

/// The tile after a failed refresh: last good numbers kept, error noted, state by error kind and age. A tile that never
/// succeeded becomes QueryError or NoPermission; one that did stays as it was until `staleAfterRefresh` has passed since
/// asOf, then is Stale.
SloTile withError(const SloTile &last, const Error &error, Instant now, Microseconds staleAfterRefresh);

/// Re-judges age only (no reply came): past `staleAfterRefresh` since asOf the tile is Stale.
SloTile withAge(const SloTile &last, Instant now, Microseconds staleAfterRefresh);

/// Remaining budget over the window, as chart points; input is the reply of buildBudgetQuery().
std::vector<SliPoint> budgetBurnDown(const SloDefinition &definition, const Table &reply);

} // namespace qd
