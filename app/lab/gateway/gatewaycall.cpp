#include "gateway/gatewaycall.h"

#include "azurearm/armjson.h"
#include "azurearm/armpath.h"
#include "server/guid.h"
#include "server/jsontext.h"
#include "server/target.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qd::lab {

namespace {

std::vector<std::string> pathSegments(const std::string &path) { return splitTarget("/" + path).segments; }

bool startsWith(const std::vector<std::string> &path, const std::vector<std::string> &with)
{
    return with.size() <= path.size() && std::equal(with.begin(), with.end(), path.begin(), [](const std::string &a, const std::string &b) { return sameName(a, b); });
}

std::string stringMember(const Json &in, const char *name)
{
    return in.is_object() && in.contains(name) && in[name].is_string() ? in[name].get<std::string>() : std::string();
}

/// "00-<32 hex>-<16 hex>-01": trace and span.
void readTraceParent(std::string_view header, std::string &trace, std::string &span)
{
    const bool fits = header.size() == 55 && header.starts_with("00-") && header[35] == '-' && header[52] == '-'
        && header.find_first_not_of("0123456789abcdef-") == std::string_view::npos;
    if (!fits)
        return;
    trace = std::string(header.substr(3, 32));
    span = std::string(header.substr(36, 16));
}

std::string hexDigits(size_t count)
{
    std::string text = randomGuid();
    std::erase(text, '-');
    return text.substr(0, count);
}

std::string rawPath(const std::string &target)
{
    const std::string path = target.substr(0, target.find('?'));
    return path.starts_with('/') ? path : "/" + path;
}

} // namespace

McpCall readMcpCall(const std::string &body)
{
    constexpr int deepest = 64;
    constexpr size_t longest = 1U << 20U;
    McpCall call;
    if (body.empty() || body.size() > longest || jsonNestsTooDeep(body, deepest))
        return call;
    const Json message = Json::parse(body, nullptr, false);
    const Json &first = message.is_array() && !message.empty() ? message.front() : message;
    call.batch = message.is_array() ? message.size() : 0;
    call.method = stringMember(first, "method").substr(0, 100);
    if (first.is_object() && first.contains("params"))
        call.tool = stringMember(first["params"], "name").substr(0, 200);
    return call;
}

const ApimApi *apiOf(const ApimSnapshot &world, const std::vector<std::string> &segments, std::string &rest)
{
    const ApimApi *best = nullptr;
    size_t length = 0;
    for (const auto &[id, api] : world.apis) {
        const std::vector<std::string> path = pathSegments(api.path);
        if (startsWith(segments, path) && (!best || path.size() > length)) {
            best = &api;
            length = path.size();
        }
    }
    rest.clear();
    for (size_t i = length; best && i < segments.size(); ++i)
        rest += "/" + segments[i];
    return best;
}

const ApimSubscription *subscriptionOf(const ApimSnapshot &world, const std::string &key)
{
    for (const auto &[id, one] : world.subscriptions)
        if (!key.empty() && (key == one.primaryKey || key == one.secondaryKey))
            return &one;
    return nullptr;
}

bool mayUse(const ApimSubscription &subscription, const ApimApi &api)
{
    const std::string scope = foldedCase(subscription.scope);
    return scope.ends_with("/apis") || scope.ends_with("/apis/" + foldedCase(api.id));
}

void fillScopes(GatewayCall &call)
{
    const std::string api = "apis/" + foldedCase(call.api->id);
    const auto add = [&](const std::string &scope, const char *name) {
        const ApimPolicy *held = call.world->policy(scope);
        if (!held || !held->program)
            return;
        call.scopes.push_back(held->program);
        call.scopeNames.emplace_back(name);
    };
    add("", "global");
    add(api, "api");
    add(api + "/operations/message", "operation");
}

void fillCall(GatewayCall &call, const HttpRequest &request, const ApimSubscription *subscription, Instant now)
{
    policy::ScriptContext &context = call.context;
    context.request.method = request.method;
    context.request.body.bytes = request.body;
    context.request.ipAddress = request.remoteAddress;
    for (const auto &[name, value] : request.headerLines)
        if (!sameName(name, "REMOTE_ADDR") && !sameName(name, "REMOTE_PORT") && !sameName(name, "LOCAL_ADDR") && !sameName(name, "LOCAL_PORT"))
            context.request.headers.add(name, value);
    context.request.url.host = std::string(request.header("host").substr(0, request.header("host").find(':')));
    context.request.url.scheme = "http";
    context.request.url.port = 80;
    context.request.url.path = rawPath(request.target);
    for (const auto &[name, value] : request.query)
        context.request.url.query.add(name, value);
    context.request.originalUrl = context.request.url;
    context.requestId = request.requestId;
    context.timestamp = now;
    context.random = std::hash<std::string>()(request.requestId);
    context.api = {.id = call.api->id, .name = call.api->displayName, .path = call.api->path, .key = {}, .detail = call.api->serviceUrl};
    context.operation = policy::NamedPart{.id = "message", .name = "message", .path = call.api->endpoint, .key = {}, .detail = request.method};
    if (subscription)
        context.subscription = policy::NamedPart{.id = subscription->id, .name = subscription->displayName, .path = {}, .key = subscription->primaryKey, .detail = {}};
    call.backend = call.api->serviceUrl;
    call.rewritten.clear();
    call.message = readMcpCall(request.body);
    call.started = now;
    readTraceParent(request.header("traceparent"), call.traceId, call.parentId);
    if (call.traceId.empty())
        call.traceId = hexDigits(32);
    call.spanId = hexDigits(16);
    call.forwardSpanId = hexDigits(16);
}

} // namespace qd::lab
