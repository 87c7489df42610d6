#include "ingestion/otlp/otlpendpoint.h"

#include "ingestion/otlp/otlpjson.h"
#include "ingestion/otlp/otlpmapper.h"
#include "ingestion/otlp/otlpproto.h"
#include "ingestion/otlp/otlpreply.h"
#include "log.h"

#include <array>
#include <optional>
#include <utility>

namespace qd::lab {

namespace {

constexpr std::string_view jsonType = "application/json";
constexpr std::string_view protobufType = "application/x-protobuf";

std::optional<OtlpEncoding> encodingOf(const HttpRequest &request)
{
    const std::string_view type = request.header("content-type");
    if (type.starts_with(jsonType))
        return OtlpEncoding::JsonText;
    if (type.starts_with(protobufType) || type.starts_with("application/protobuf"))
        return OtlpEncoding::Protobuf;
    return std::nullopt;
}

std::uint64_t nanosOf(Instant at)
{
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(at.time_since_epoch()).count());
}

HttpReply later(int status, OtlpEncoding encoding, const std::string &message)
{
    HttpReply reply = otlpRefused(status, encoding, message);
    reply.headers.emplace_back("Retry-After", IngestGate::retrySeconds);
    return reply;
}

} // namespace

OtlpEndpoint::OtlpEndpoint(const LabIdentity &identity, const TokenService &tokens, const Clock &clock, IngestGate &gate, TelemetrySink &sink)
    : m_identity(identity), m_tokens(tokens), m_clock(clock), m_gate(gate), m_sink(sink), m_deltas(nanosOf(clock.now()))
{
}

void OtlpEndpoint::addRoutes(Router &router)
{
    constexpr std::array<std::pair<const char *, OtlpSignal>, 3> paths{
        {{"/v1/traces", OtlpSignal::Traces}, {"/v1/metrics", OtlpSignal::Metrics}, {"/v1/logs", OtlpSignal::Logs}}};
    for (const auto &[path, signal] : paths)
        router.add("POST", path, [this, signal = signal](const HttpRequest &request, const PathArguments &) { return answer(signal, request); });
}

HttpReply OtlpEndpoint::answer(OtlpSignal signal, const HttpRequest &request)
{
    const std::optional<OtlpEncoding> encoding = encodingOf(request);
    if (!encoding)
        return otlpRefused(415, OtlpEncoding::JsonText, "Content-Type must be application/json or application/x-protobuf");
    if (const int refused = refusedSender(request, m_tokens); refused != 0)
        return otlpRefused(refused, *encoding, refused == 401 ? "Authentication failed" : "Invalid token audience");
    const IngestGate::Ticket ticket = m_gate.enter(request.body.size());
    return ticket ? store(signal, request) : later(429, *encoding, "Too much telemetry waits to be stored");
}

/// What the points of a request told is remembered only once it is stored.
HttpReply OtlpEndpoint::store(OtlpSignal signal, const HttpRequest &request)
{
    const OtlpEncoding encoding = encodingOf(request).value_or(OtlpEncoding::JsonText);
    std::optional<DeltaTracker::Update> deltas;
    if (signal == OtlpSignal::Metrics)
        deltas.emplace(m_deltas);
    OtlpMapper mapper(m_identity.instrumentationKey, m_clock.now(), deltas ? &*deltas : nullptr);
    const auto decode = encoding == OtlpEncoding::JsonText ? decodeOtlpJson : decodeOtlpProto;
    if (const std::string wrong = decode(signal, request.body, mapper); !wrong.empty())
        return otlpRefused(400, encoding, wrong);
    if (std::vector<TelemetryItem> items = mapper.takeItems(); !items.empty())
        if (const Result<void> stored = m_sink.accept(std::move(items)); !stored) {
            log::error(log::lab, QStringLiteral("posted telemetry not stored: %1 %2").arg(stored.error().message, stored.error().detail));
            return later(503, encoding, "Telemetry cannot be stored at the moment");
        }
    if (deltas)
        deltas->keep();
    return otlpAccepted(signal, encoding, mapper.rejected(), mapper.reason());
}

} // namespace qd::lab
