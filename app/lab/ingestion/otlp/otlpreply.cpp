#include "ingestion/otlp/otlpreply.h"

#include "server/jsontext.h"

#include <protozero/pbf_writer.hpp>

#include <utility>

namespace qd::lab {

namespace {

/// google.rpc.Code for the statuses that we send.
int rpcCode(int status)
{
    switch (status) {
    case 401: return 16; // UNAUTHENTICATED
    case 403: return 7;  // PERMISSION_DENIED
    case 413:
    case 429: return 8; // RESOURCE_EXHAUSTED
    case 503: return 14; // UNAVAILABLE
    default: return 3;  // INVALID_ARGUMENT
    }
}

HttpReply inEncoding(int status, OtlpEncoding encoding, std::string json, std::string protobuf)
{
    HttpReply reply{.status = status};
    reply.contentType = encoding == OtlpEncoding::JsonText ? "application/json" : "application/x-protobuf";
    reply.body = encoding == OtlpEncoding::JsonText ? std::move(json) : std::move(protobuf);
    return reply;
}

const char *rejectedMember(OtlpSignal signal)
{
    switch (signal) {
    case OtlpSignal::Traces: return "rejectedSpans";
    case OtlpSignal::Metrics: return "rejectedDataPoints";
    case OtlpSignal::Logs: break;
    }
    return "rejectedLogRecords";
}

} // namespace

HttpReply otlpAccepted(OtlpSignal signal, OtlpEncoding encoding, size_t rejected, const std::string &reason)
{
    if (rejected == 0)
        return inEncoding(200, encoding, "{}", {});
    const std::string json = std::string("{\"partialSuccess\":{\"") + rejectedMember(signal) + "\":\"" + std::to_string(rejected)
        + "\",\"errorMessage\":" + jsonString(reason) + "}}";
    std::string partial;
    protozero::pbf_writer writer(partial);
    writer.add_int64(1, static_cast<std::int64_t>(rejected));
    writer.add_string(2, reason);
    std::string response;
    protozero::pbf_writer(response).add_message(1, partial);
    return inEncoding(200, encoding, json, response);
}

HttpReply otlpRefused(int status, OtlpEncoding encoding, const std::string &message)
{
    const std::string valid = validUtf8(message);
    std::string protobuf;
    protozero::pbf_writer writer(protobuf);
    writer.add_int32(1, rpcCode(status));
    writer.add_string(2, valid);
    return inEncoding(status, encoding, "{\"code\":" + std::to_string(rpcCode(status)) + ",\"message\":" + jsonString(valid) + "}", protobuf);
}

} // namespace qd::lab
