#pragma once

#include "azuremonitor/queryservice.h"
#include "result.h"
#include "table.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

#include <vector>

namespace qd {

/// What a query reply may cost. The service itself stops at 500,000 rows and about 100 MiB.
struct MonitorReplyLimits {
    qsizetype bytes = 100 * 1024 * 1024;
    size_t rows = 500'000;
    size_t columns = 2'000;
    size_t tables = 64;
};

/// The body of a query reply, decoded.
struct DecodedReply {
    std::vector<query::ResultSet> tables; ///< never empty: an empty body is one table without columns
    QList<Table> cells; ///< the same tables, where they were asked for
    query::RenderSpec render;
    std::optional<QueryStatistics> statistics;
    QStringList warnings; ///< partial errors, unknown column types, an empty body
    qint64 bytes = 0;     ///< unpacked
};

/// Decodes a whole 200 body of the query service; see ReplyStream.
[[nodiscard]] Result<DecodedReply> decodeMonitorReply(const QByteArray &body, const MonitorReplyLimits &limits = {});

} // namespace qd
