#pragma once

#include "entra/tokenservice.h"
#include "ingestion/ingestgate.h"
#include "server/router.h"
#include "telemetry/item.h"

namespace qd::lab {

/// Adds `POST /v2.1/track` and `/v2/track` to `router`; accepted items go to `sink` before the reply is sent, and when it
/// fails, or `gate` is full, the reply is 503 or 429 with Retry-After and nothing is accepted. A bearer token is optional, but when sent it must be
/// good for https://monitor.azure.com. All must outlive the router's use.
void addTrackRoutes(Router &router, const LabIdentity &identity, const TokenService &tokens, IngestGate &gate, TelemetrySink &sink);

} // namespace qd::lab
