#pragma once

#include "entra/tokenservice.h"
#include "ingestion/ingestgate.h"
#include "ingestion/otlp/deltatracker.h"
#include "server/router.h"
#include "telemetry/item.h"

namespace qd::lab {

/// OpenTelemetry's own door: `POST /v1/traces`, `/v1/metrics` and `/v1/logs`, JSON or protobuf. Accepted records are stored
/// before the reply is sent; when they cannot be, or too much waits already, the reply is 503 or 429 with Retry-After. A
/// bearer token is optional, but when sent it must be good for https://monitor.azure.com. All it refers to must outlive it.
class OtlpEndpoint
{
public:
    OtlpEndpoint(const LabIdentity &identity, const TokenService &tokens, const Clock &clock, IngestGate &gate, TelemetrySink &sink);
    void addRoutes(Router &router);

private:
    HttpReply answer(OtlpSignal signal, const HttpRequest &request);
    HttpReply store(OtlpSignal signal, const HttpRequest &request);

    const LabIdentity &m_identity;
    const TokenService &m_tokens;
    const Clock &m_clock;
    IngestGate &m_gate;
    TelemetrySink &m_sink;
    DeltaTracker m_deltas;
};

} // namespace qd::lab
