#pragma once

#include "azuremonitor/queryprofile.h"
#include "azuremonitor/queryrequest.h"
#include "azuremonitor/replywriter.h"
#include "kql/schema.h"
#include "result.h"
#include "store/telemetrystore.h"

#include <optional>
#include <string>

namespace qd::lab {

/// What a query gave, ready to be put into a reply.
struct QueryOutcome {
    ReplyTables tables;
    std::string render; ///< JSON
    double seconds = 0; ///< spent in parsing, compiling, running and encoding
    std::optional<QueryCost> cost; ///< when the request asks for statistics
};

/// Parses, compiles and runs a query on the calling thread. Errors: Query with code and position for a refused query,
/// Cancelled after the deadline or an interrupt, Internal otherwise.
Result<QueryOutcome> runQuery(const QueryRequest &request, const KqlSchema &schema, TelemetryStore &store, Instant now);

} // namespace qd::lab
