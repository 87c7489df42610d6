#pragma once

#include "kql/compiler.h"
#include "store/duckdb.h"

namespace qd::lab {

/// A query's rows with the KQL names and types; `truncated` when there were more than the limit.
struct QueryRows {
    Table table;
    bool truncated = false;
};

/// Statements of a compilation on the connection. The connection must outlive it.
KqlProbe probeOf(DuckConnection &connection);

/// Runs a compiled query. At most `maximumRows` rows are kept (Azure's own limit is 500 000). Errors are DuckDB's.
Result<QueryRows> runKql(DuckConnection &connection, const CompiledQuery &query, size_t maximumRows = 500000);

} // namespace qd::lab
