#include "ingestion/trackendpoint.h"

#include "ingestion/envelope.h"
#include "log.h"
#include "server/jsontext.h"

namespace qd::lab {

namespace {

constexpr size_t maxTrackBytes = 16U << 20U;
constexpr const char *storeRetrySeconds = "10";

std::string trackBody(const TrackBatch &batch, const std::string &appId)
{
    std::string body = "{\"itemsReceived\":" + std::to_string(batch.received) + ",\"itemsAccepted\":"
        + std::to_string(batch.accepted) + ",\"appId\":" + jsonString(appId) + ",\"errors\":[";
    for (const TrackError &error : batch.errors) {
        if (&error != &batch.errors.front())
            body += ',';
        body += "{\"index\":" + std::to_string(error.index) + ",\"statusCode\":" + std::to_string(error.status)
            + ",\"message\":" + jsonString(error.message) + "}";
    }
    return body + "]}";
}

int trackStatus(const TrackBatch &batch)
{
    if (batch.unreadable || (batch.accepted == 0 && batch.received > 0))
        return 400;
    return batch.errors.empty() ? 200 : 206;
}

HttpReply wholeBodyRefused(int status, std::string message, const std::string &appId)
{
    TrackBatch batch;
    batch.errors.push_back({.status = status, .message = std::move(message)});
    return HttpReply{.status = status, .body = trackBody(batch, appId)};
}

/// Nothing was stored: the sender shall keep the whole batch and send it again.
HttpReply storeFailed(size_t received, const Error &error, const std::string &appId)
{
    log::error(log::lab, QStringLiteral("posted telemetry lost: %1 %2").arg(error.message, error.detail));
    TrackBatch batch;
    batch.received = received;
    batch.errors.push_back({.status = 503, .message = "Telemetry cannot be stored at the moment"});
    return HttpReply{.status = 503, .body = trackBody(batch, appId), .headers = {{"Retry-After", storeRetrySeconds}}};
}

HttpReply tooBusy(const std::string &appId)
{
    HttpReply reply = wholeBodyRefused(429, "Too much telemetry waits to be stored", appId);
    reply.headers.emplace_back("Retry-After", IngestGate::retrySeconds);
    return reply;
}

HttpReply track(const HttpRequest &request, const LabIdentity &identity, const TokenService &tokens, IngestGate &gate, TelemetrySink &sink)
{
    if (const int refused = refusedSender(request, tokens); refused != 0)
        return wholeBodyRefused(refused, refused == 401 ? "Authentication failed" : "Invalid token audience", identity.appId);
    if (request.body.size() > maxTrackBytes)
        return wholeBodyRefused(413, "Request too large", identity.appId);
    const IngestGate::Ticket ticket = gate.enter(request.body.size());
    if (!ticket)
        return tooBusy(identity.appId);
    TrackBatch batch = decodeTrack(request.body, identity.instrumentationKey);
    if (!batch.items.empty())
        if (const Result<void> stored = sink.accept(std::move(batch.items)); !stored)
            return storeFailed(batch.received, stored.error(), identity.appId);
    return HttpReply{.status = trackStatus(batch), .body = trackBody(batch, identity.appId)};
}

} // namespace

void addTrackRoutes(Router &router, const LabIdentity &identity, const TokenService &tokens, IngestGate &gate, TelemetrySink &sink)
{
    for (const char *path : {"/v2.1/track", "/v2/track"})
        router.add("POST", path, [&](const HttpRequest &request, const PathArguments &) {
            return track(request, identity, tokens, gate, sink);
        });
}

} // namespace qd::lab
