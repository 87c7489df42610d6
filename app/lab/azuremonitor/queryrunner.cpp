#include "azuremonitor/queryrunner.h"

#include "azuremonitor/querydeadline.h"
#include "azuremonitor/renderjson.h"

namespace qd::lab {

Result<QueryOutcome> runQuery(const QueryRequest &request, const KqlSchema &schema, TelemetryStore &store, Instant now)
{
    (void)request; (void)schema; (void)store; (void)now;
    return Error{};
}

} // namespace qd::lab
