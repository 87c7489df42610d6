#pragma once

#include "azuremonitor/queryservice.h"
#include "result.h"
#include "table.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace qd {

/// What a query reply may cost. The service itself stops at 500,000 rows and about 100 MiB.
struct MonitorReplyLimits {
    qsizetype bytes = 100 * 1024 * 1024;
    size_t rows = 500'000;
    size_t columns = 2'000;
    qsizetype tables = 64;
};

/// The body of a query reply, decoded.
struct DecodedReply {
    QList<Table> tables;  ///< never empty: an empty body is one table without columns
    query::RenderSpec render;
    std::optional<QueryStatistics> statistics;
    QStringList warnings; ///< partial errors, unknown column types, an empty body
};

/// Decodes a 200 body of the query service (azure facts 2.2). Errors are ErrorKind::Decode whose detail is
/// "$.tables[0].rows[12][3] (table, column, row) at byte N: what"; a body without tables but with an error is
/// ErrorKind::Query. Any thread.
[[nodiscard]] Result<DecodedReply> decodeMonitorReply(QByteArray body, const MonitorReplyLimits &limits = {});

} // namespace qd
