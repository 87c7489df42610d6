#include "gateway/gateway.h"

#include "azurearm/armpath.h"
#include "server/jsontext.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace qd::lab {

namespace {

using policy::PolicyAbort;

constexpr int idleMs = 200;
constexpr size_t longestBody = 64U << 20U;

bool isHopHeader(const std::string &name)
{
    static constexpr std::array<std::string_view, 11> names{"connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "proxy-authorization",
                                                            "proxy-connection", "content-length", "host", "accept-encoding"};
    const std::string lower = foldedCase(name);
    return std::find(names.begin(), names.end(), lower) != names.end();
}

HttpReply gatewayError(int status, const std::string &message)
{
    HttpReply reply;
    reply.status = status;
    reply.body = policy::gatewayErrorBody(status, message);
    reply.contentType = "application/json";
    return reply;
}

/// Path and query for the backend.
std::string backendTarget(const GatewayCall &call, const std::string &base)
{
    std::string path = call.rewritten.empty() ? call.api->endpoint : call.rewritten;
    std::string query;
    for (const auto &[name, value] : call.context.request.url.query.lines)
        if (!sameName(name, call.api->keyQuery))
            query += (query.empty() ? "?" : "&") + percentEncode(name) + "=" + percentEncode(value);
    if (path.find('?') != std::string::npos && !query.empty())
        query[0] = '&';
    return base + path + query;
}

} // namespace

Gateway::Gateway(Parts parts)
    : m_state(parts.state)
    , m_servers(parts.servers)
    , m_faults(parts.faults)
    , m_clock(parts.clock)
    , m_telemetry(parts.telemetry)
    , m_tokens(std::move(parts.tokens))
    , m_ownServers(std::move(parts.ownServers))
{
    m_router.setFallback([this](const HttpRequest &request, const PathArguments &) { return handle(request); });
}

Result<std::unique_ptr<Gateway>> Gateway::bind(Parts parts, quint16 port)
{
    const Clock &clock = parts.clock;
    auto gateway = std::unique_ptr<Gateway>(new Gateway(std::move(parts)));
    Result<std::unique_ptr<LabServer>> server = LabServer::bind(gateway->m_router, clock, port);
    if (!server)
        return server.error();
    gateway->m_server = std::move(*server);
    return gateway;
}

Gateway::~Gateway() { stop(); }
void Gateway::serve() { m_server->serve(); }
std::string Gateway::url() const { return "http://127.0.0.1:" + std::to_string(m_server->port()); }

void Gateway::stop()
{
    m_isStopping = true;
    m_server->stop();
}

double Gateway::count(const std::string &key, double amount, double limit, double periodSeconds, bool isSliding, double &retryAfterSeconds)
{
    return m_counters.count(key, amount, limit, periodSeconds, isSliding, m_clock.now(), retryAfterSeconds);
}

void Gateway::store(const std::string &key, policy::Value value, double seconds)
{
    m_counters.store(key, std::move(value), m_clock.now() + Microseconds(static_cast<int64_t>(std::clamp(seconds, 0.0, 1e9) * 1e6)));
}

std::optional<policy::Value> Gateway::stored(const std::string &key) { return m_counters.stored(key, m_clock.now()); }
void Gateway::remove(const std::string &key) { m_counters.remove(key); }

/// Backends are the APIs' own services by their id.
std::string Gateway::backendUrl(const std::string &backend)
{
    const auto world = m_state.snapshot();
    const auto found = world->apis.find(foldedCase(backend));
    return found == world->apis.end() ? "" : found->second.serviceUrl;
}

bool Gateway::pause(double seconds)
{
    const auto until = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    while (std::chrono::steady_clock::now() < until) {
        if (m_isStopping)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return true;
}

HttpReply Gateway::handle(const HttpRequest &request)
{
    if (request.segments.size() == 1 && request.segments.front() == "status-0123456789abcdef")
        return {.status = 200, .body = "Service Operational", .contentType = "text/plain", .headers = {}};
    auto call = std::make_shared<GatewayCall>();
    call->world = m_state.snapshot();
    std::string rest;
    call->api = apiOf(*call->world, request.segments, rest);
    if (!call->api || (call->api->type == "mcp" && !sameName(rest, call->api->endpoint)))
        return gatewayError(404, "Resource not found");
    return run(call, request);
}

std::optional<HttpReply> Gateway::refusedKey(const GatewayCall &call, const HttpRequest &request, const ApimSubscription *&subscription) const
{
    std::string key(request.header(foldedCase(call.api->keyHeader)));
    if (key.empty())
        key = request.parameter(call.api->keyQuery);
    subscription = subscriptionOf(*call.world, key);
    if (!call.api->isSubscriptionRequired)
        return std::nullopt;
    if (key.empty())
        return gatewayError(401, "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.");
    if (!subscription || subscription->state != "active" || !mayUse(*subscription, *call.api)) {
        subscription = nullptr;
        return gatewayError(401, "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.");
    }
    return std::nullopt;
}

HttpReply Gateway::run(const std::shared_ptr<GatewayCall> &call, const HttpRequest &request)
{
    const auto started = std::chrono::steady_clock::now();
    const ApimSubscription *subscription = nullptr;
    std::optional<HttpReply> refused = refusedKey(*call, request, subscription);
    fillCall(*call, request, subscription, m_clock.now());
    call->host = this;
    const std::function<void(int)> finish = [this, call, started](int status) {
        const double ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started).count();
        m_telemetry.record(*call, m_clock.now(), ms, status);
    };
    if (refused) {
        call->decision = "SubscriptionKeyInvalid";
        finish(refused->status);
        refused->headers.emplace_back("WWW-Authenticate", "AzureApiManagementKey realm=\"" + url() + "/" + call->api->path + "\",name=\"" + call->api->keyHeader + "\",type=\"header\"");
        return *std::move(refused);
    }
    if (!m_faults.isOn("gateway-enforcement-off"))
        fillScopes(*call);
    call->run();
    chargeTokens(*call);
    return replyOf(call, finish);
}

void Gateway::forward(policy::Exchange &exchange, double timeoutSeconds)
{
    auto &call = static_cast<GatewayCall &>(exchange);
    const auto started = std::chrono::steady_clock::now();
    call.context.response = {};
    call.reply.reset();
    call.forwardMs = 0;
    if (call.backend.starts_with(m_ownServers)) {
        McpServer *server = m_servers.find(std::string_view(call.backend).substr(m_ownServers.size()));
        if (!server)
            throw PolicyAbort{500, "BackendNotFound", "The MCP server does not exist.", "forward-request", {}};
        forwardInside(call, *server);
    } else {
        forwardOutside(call, timeoutSeconds);
    }
    call.forwardMs = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started).count();
    call.forwardStatus = call.context.response.statusCode;
}

void Gateway::forwardInside(GatewayCall &call, McpServer &server)
{
    HttpRequest request;
    request.method = call.context.request.method;
    request.body = call.context.request.body.bytes;
    for (const auto &[name, value] : call.context.request.headers.lines)
        request.headers.emplace(foldedCase(name), value);
    HttpReply reply = server.handle(request);
    policy::ResponseState &response = call.context.response;
    response.statusCode = reply.status;
    if (!reply.body.empty())
        response.headers.add("Content-Type", reply.contentType);
    for (auto &[name, value] : reply.headers)
        response.headers.add(name, value);
    response.body.bytes = std::move(reply.body);
}

void Gateway::forwardOutside(GatewayCall &call, double timeoutSeconds)
{
    UpstreamRequest request;
    if (!parseUpstream(call.backend, request.to))
        throw PolicyAbort{500, "BackendConnectionFailure", "The backend's address is not plain http.", "forward-request", {}};
    call.target = request.to.host + ":" + std::to_string(request.to.port);
    request.method = call.context.request.method;
    request.target = backendTarget(call, request.to.path);
    request.body = call.context.request.body.bytes;
    for (const auto &[name, value] : call.context.request.headers.lines)
        if (!isHopHeader(name) && !sameName(name, "traceparent"))
            request.headers.emplace_back(name, value);
    request.headers.emplace_back("traceparent", "00-" + call.traceId + "-" + call.forwardSpanId + "-01");
    std::string problem;
    std::shared_ptr<UpstreamReply> reply = m_upstreams.send(request, timeoutSeconds, [this] { return !m_isStopping; }, problem);
    if (!reply)
        throw PolicyAbort{500, "BackendConnectionFailure", problem, "forward-request", {}};
    policy::ResponseState &response = call.context.response;
    response.statusCode = reply->status;
    response.reason = reply->reason;
    for (const auto &[name, value] : reply->headers)
        if (!isHopHeader(name) && !sameName(name, "date"))
            response.headers.add(name, value);
    call.reply = reply;
    response.body.load = [this, reply] {
        std::string all;
        std::string piece;
        for (UpstreamReply::Piece kind = UpstreamReply::Piece::Data; kind == UpstreamReply::Piece::Data || kind == UpstreamReply::Piece::Idle;) {
            kind = m_isStopping || all.size() > longestBody ? UpstreamReply::Piece::Failed : reply->read(piece, idleMs);
            all += kind == UpstreamReply::Piece::Data ? piece : std::string();
        }
        return all;
    };
}

HttpReply Gateway::replyOf(const std::shared_ptr<GatewayCall> &call, const std::function<void(int)> &finish)
{
    policy::ResponseState &response = call->context.response;
    HttpReply reply;
    reply.status = response.statusCode;
    reply.contentType = response.headers.value("Content-Type");
    for (const auto &[name, value] : response.headers.lines)
        if (!isHopHeader(name) && !sameName(name, "content-type"))
            reply.headers.emplace_back(name, value);
    if (call->isCorsAllowed)
        reply.headers.emplace_back("Access-Control-Allow-Origin", call->context.request.headers.value("Origin"));
    const bool isStream = response.body.load && call->reply && !call->reply->hasLength();
    if (!isStream) {
        reply.body = response.body.read();
        call->reply.reset();
        if (reply.contentType.empty())
            reply.contentType = "text/plain";
        finish(reply.status);
        return reply;
    }
    response.body.load = nullptr;
    reply.stream = [this, call, finish, status = reply.status](BodySink &sink) {
        std::string piece;
        bool goesOn = true;
        while (goesOn && !m_isStopping) {
            const UpstreamReply::Piece kind = call->reply->read(piece, idleMs);
            goesOn = kind == UpstreamReply::Piece::Idle ? sink.isOpen() : kind == UpstreamReply::Piece::Data && sink.write(piece);
        }
        call->reply.reset(); // an unfinished answer is cancelled by closing its connection
        finish(status);
    };
    return reply;
}

/// Charges token counters and metrics with what the model says it used.
void Gateway::chargeTokens(GatewayCall &call)
{
    policy::ResponseState &response = call.context.response;
    const bool isJson = response.headers.value("Content-Type").find("application/json") != std::string::npos;
    if ((call.tokenMetrics.empty() && call.tokenCounters.empty()) || !isJson || response.body.isConsumed)
        return;
    const Json body = Json::parse(response.body.read(), nullptr, false);
    if (!body.is_object() || !body.contains("usage") || !body["usage"].is_object())
        return;
    const auto used = [&](const char *name) { return body["usage"].contains(name) && body["usage"][name].is_number() ? body["usage"][name].get<double>() : 0.0; };
    for (const auto &[key, seconds] : call.tokenCounters) {
        double retryAfter = 0;
        (void)count(key, used("completion_tokens"), 1e18, seconds, true, retryAfter);
    }
    const std::array<std::pair<const char *, const char *>, 3> names{{{"Total Tokens", "total_tokens"}, {"Prompt Tokens", "prompt_tokens"}, {"Completion Tokens", "completion_tokens"}}};
    for (const policy::PolicyMetric &one : call.tokenMetrics)
        for (const auto &[metric, member] : names) {
            policy::PolicyMetric made = one;
            made.name = metric;
            made.value = used(member);
            call.metrics.push_back(std::move(made));
        }
}

} // namespace qd::lab
