#pragma once

#include "slo/metricdictionary.h"
#include "table.h"

#include <span>

namespace qd::lab {

/// One column of a telemetry table and where its value comes from.
struct ColumnRow {
    enum class Source {
        Stored, ///< `text` names a stored column
        Context, ///< a member of the stored column "context"; after a '?' in `text`, the SQL to take when it is absent
        Text,   ///< the constant `text`
        Fact,   ///< a fact of the resource: appId, appName, resourceId, workspaceId, subscriptionId
        Bucket, ///< the duration's performance bucket
        Sql,    ///< `text` is an SQL constant
        Empty   ///< the lab never fills it: empty text or null
    };
    const char *name;
    ColumnType type;
    Source source;
    const char *text;
};

/// One telemetry table; `stored` names the physical table, empty for a table that never has rows.
struct TableRow {
    TelemetrySchema schema;
    const char *name;
    const char *stored;
    std::span<const ColumnRow> columns;
};

std::span<const TableRow> schemaRows();

} // namespace qd::lab
