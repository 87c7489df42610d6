#pragma once

#include "slo/metricdictionary.h"
#include "table.h"
#include "timerange.h"

#include <QHash>

#include <optional>

namespace qd {

/// How often a tool was called and how often that failed.
struct ToolUsage {
    double calls = 0;
    double errors = 0;
    bool operator==(const ToolUsage &) const = default;
};

/// KQL for the calls of a server's tools in the span, from the MCP client spans; sampled rows count as what they stand for.
QString buildToolUsageQuery(const QString &server, TelemetrySchema schema, TimeSpanRange range);

/// By tool. Fails with ErrorKind::Decode when a column is missing.
Result<QHash<QString, ToolUsage>> readToolUsage(const Table &table);

} // namespace qd
