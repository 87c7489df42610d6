#pragma once

#include "azuremonitor/monitorconnector.h"
#include "query/catalog.h"
#include "query/renderspec.h"
#include "query/resultset.h"

#include <functional>

namespace qd {

/// What a query cost, where the service said so (Prefer: include-statistics).
struct QueryStatistics {
    double executionSeconds = 0;
    double cpuSeconds = 0;
    qint64 rowsScanned = 0;
    qint64 peakMemoryBytes = 0;
};

/// A whole answer to a query for people: results by columns, how to draw them, what it cost.
struct QueryAnswer {
    std::vector<query::ResultSet> tables; ///< never empty on success; the first is the primary result
    query::RenderSpec render;
    std::optional<QueryStatistics> statistics;
    QStringList warnings; ///< partial errors; the rows that came are kept
    std::optional<Instant> serverTime;
    QString requestId;
    Milliseconds elapsed{0};
    qint64 bytes = 0; ///< of the reply, unpacked
};

/// Runs the queries that people write and tells what tables there are. Shares the governor with MonitorConnector.
/// GUI thread.
class QueryService
{
public:
    /// A piece of the primary result, as soon as its rows are decoded. Called zero or more times before the completion,
    /// never after it, never after a cancel.
    using RowSink = std::function<void(const query::ResultSet::Piece &)>;

    virtual ~QueryService() = default;
    /// Equal queries are not shared. `rows` may be empty. Errors as MonitorConnector::query().
    virtual Call run(const MonitorQuery &query, QObject *context, RowSink rows, Completion<QueryAnswer> completion) = 0;
    /// The service's tables and columns; seenValues stays empty.
    virtual Call catalog(QObject *context, Completion<query::Catalog> completion) = 0;
};

} // namespace qd
