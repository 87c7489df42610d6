#include "azurearm/armservice.h"

#include "azurearm/activityendpoint.h"
#include "azurearm/armpath.h"
#include "azurearm/armroles.h"
#include "azurearm/armtime.h"
#include "azurearm/permissionsendpoint.h"
#include "server/target.h"

#include <algorithm>

namespace qd::lab {

namespace {

// One principal's bucket for one subscription, as Resource Manager has it since 2024.
constexpr double readCapacity = 250;
constexpr double readsPerSecond = 25;
constexpr double writeCapacity = 200;
constexpr double writesPerSecond = 10;
constexpr size_t mostBodyBytes = 4U << 20U;

bool isReadAction(std::string_view action) { return action.ends_with("/read"); }
bool isReadMethod(const std::string &method) { return method == "GET" || method == "HEAD"; }

/// A GET, or a POST that changes nothing.
bool isAsking(const HttpRequest &request)
{
    const std::string last = request.segments.empty() ? std::string() : foldedCase(request.segments.back());
    return isReadMethod(request.method) || (request.method == "POST" && (last == "list" || last == "listsecrets" || last == "slotsdiffs"));
}

std::string pathOf(const HttpRequest &request)
{
    std::string path;
    for (const std::string &segment : request.segments)
        path += "/" + segment;
    return path;
}

/// What the client called us: behind a TLS front it is https.
std::string baseUrlOf(const HttpRequest &request)
{
    const char *scheme = request.header("x-forwarded-proto") == "https" ? "https://" : "http://";
    return scheme + std::string(request.header("host"));
}

/// The segment behind the last "providers", in lower case.
std::string providerOf(const std::vector<std::string> &segments)
{
    std::string provider;
    for (size_t i = 0; i + 1 < segments.size(); ++i)
        if (sameName(segments[i], "providers"))
            provider = foldedCase(segments[i + 1]);
    return provider;
}

std::string joinedVersions(const std::vector<std::string> &versions)
{
    std::string text;
    for (const std::string &version : versions)
        text += (text.empty() ? "" : ",") + version;
    return text;
}

} // namespace

ArmService::ArmService(const LabIdentity &identity, const TokenService &tokens, const Clock &clock, const ArmNames &names,
                       LabFaults &faults, bool isThrottled)
    : m_identity(identity)
    , m_tokens(tokens)
    , m_clock(clock)
    , m_names(names)
    , m_faults(faults)
    , m_isThrottled(isThrottled)
    , m_reads(readCapacity, readsPerSecond)
    , m_writes(writeCapacity, writesPerSecond)
    , m_operations(clock, names.subscriptionId, "westeurope")
{
}

void ArmService::addProvider(ArmProvider provider)
{
    const std::string name = provider.name;
    m_providers[foldedCase(name)] = std::move(provider);
    addOperationRoutes(name);
}

void ArmService::add(std::string method, std::string_view pattern, std::string action, ArmHandler handler)
{
    std::vector<std::string> segments = splitTarget(pattern).segments;
    std::string provider = providerOf(segments);
    m_routes.push_back({std::move(method), std::move(segments), std::move(action), std::move(provider), std::move(handler)});
}

void ArmService::addOperationRoutes(const std::string &provider)
{
    const std::string base = "/subscriptions/{subscription}/providers/" + provider + "/locations/{location}";
    const std::string action = provider + "/locations/operationResults/read";
    add("GET", base + "/operationsStatuses/{operation}", action,
        [this, provider](const ArmRequest &request) { return m_operations.statusReply(request, provider); });
    add("GET", base + "/operationResults/{operation}", action,
        [this](const ArmRequest &request) { return m_operations.resultReply(request); });
}

void ArmService::addRoutes(Router &router)
{
    addProvider({.name = "Microsoft.Insights", .versions = {"2015-04-01", "2017-03-01-preview", "2018-03-01-preview"}});
    addActivityRoutes(*this);
    addPermissionRoutes(*this);
    router.addPrefix("subscriptions", [this](const HttpRequest &request) { return handle(request); });
}

HttpReply ArmService::handle(const HttpRequest &request)
{
    if (m_faults.isOn("arm-slow") && !(isAsking(request) && m_faults.number("arm-slow", "writes", 0) == 1))
        m_faults.hold(Milliseconds(m_faults.number("arm-slow", "milliseconds", 1500)));
    const std::variant<ArmCaller, HttpReply> caller = armCaller(request, m_tokens, m_identity);
    const HttpReply *refused = std::get_if<HttpReply>(&caller);
    HttpReply reply = refused ? *refused : answer(request, std::get<ArmCaller>(caller));
    addHeaders(reply, request);
    return reply;
}

HttpReply ArmService::answer(const HttpRequest &request, const ArmCaller &caller)
{
    if (std::optional<HttpReply> refused = refusedRate(isReadMethod(request.method)))
        return *refused;
    if (request.body.size() > mostBodyBytes)
        return armError({413, "RequestContentTooLarge", "The request content size exceeds the maximum size of 4 MB."});
    if (request.parameter("api-version").empty())
        return armError({400, "MissingApiVersionParameter",
                         "The api-version query parameter (?api-version=) is required for all requests."});
    const std::string method = request.method == "HEAD" ? "GET" : request.method;
    bool isPathKnown = false;
    for (const Route &route : m_routes) {
        const std::optional<PathArguments> path = matchPath(route.segments, request.segments);
        if (!path)
            continue;
        isPathKnown = true;
        if (route.method != method)
            continue;
        if (std::optional<HttpReply> refused = refusedVersion(request, route))
            return *refused;
        return run(route, {.http = request, .path = *path, .scope = pathOf(request),
                           .apiVersion = std::string(request.parameter("api-version")),
                           .baseUrl = baseUrlOf(request), .caller = caller});
    }
    if (!isPathKnown)
        return noSuchType(request);
    return armError({405, "HttpMethodNotSupported",
                     "The HTTP method '" + request.method + "' is not supported at scope '" + pathOf(request) + "'."});
}

HttpReply ArmService::run(const Route &route, const ArmRequest &request)
{
    if (!isAllowed(request.caller, route.action))
        return armForbidden(request.caller, route.action, request.scope);
    if (std::optional<HttpReply> refused = refusedPlace(request))
        return *refused;
    const bool isRead = isReadAction(route.action);
    if (!isRead && m_faults.isOn("arm-conflict-409")) {
        const auto provider = m_providers.find(route.provider);
        return armError({409, "Conflict", "Cannot modify this resource because another operation is in progress."},
                        provider == m_providers.end() ? ArmErrorStyle::Common : provider->second.errors);
    }
    HttpReply reply = route.handler(request);
    if (!isRead)
        note(route, request, reply);
    return reply;
}

std::optional<HttpReply> ArmService::refusedRate(bool isRead)
{
    const bool isEverySecond = m_faults.isOn("arm-throttle-every-second") && m_calls++ % 2 == 1;
    if (isEverySecond)
        return armThrottled(m_faults.number("arm-throttle-every-second", "retryAfter", 1), m_names.subscriptionId);
    if (!m_isThrottled || (isRead ? m_reads : m_writes).take())
        return std::nullopt;
    return armThrottled(1, m_names.subscriptionId);
}

std::optional<HttpReply> ArmService::refusedVersion(const HttpRequest &request, const Route &route) const
{
    const std::string version(request.parameter("api-version"));
    const auto provider = m_providers.find(route.provider);
    if (provider == m_providers.end() || std::ranges::find(provider->second.versions, version) != provider->second.versions.end())
        return std::nullopt;
    return armError({400, "InvalidApiVersionParameter",
                     "The api-version '" + version.substr(0, 64) + "' is invalid. The supported versions are '"
                         + joinedVersions(provider->second.versions) + "'."});
}

std::optional<HttpReply> ArmService::refusedPlace(const ArmRequest &request) const
{
    const auto subscription = request.path.find("subscription");
    if (subscription != request.path.end() && !sameName(subscription->second, m_names.subscriptionId))
        return armError({404, "SubscriptionNotFound", "The subscription '" + subscription->second + "' could not be found."});
    const auto group = request.path.find("group");
    if (group != request.path.end() && !sameName(group->second, m_names.resourceGroup))
        return armError({404, "ResourceGroupNotFound", "Resource group '" + group->second + "' could not be found."});
    return std::nullopt;
}

bool ArmService::isAllowed(const ArmCaller &caller, const std::string &action) const
{
    const bool isReader = caller.objectId == m_identity.objectId || caller.objectId == m_identity.readerObjectId;
    if (isReadAction(action))
        return isReader && m_faults.number("rights-revoked", "reads", 0) == 0;
    return caller.mayWrite && !m_faults.isOn("rights-revoked");
}

HttpReply ArmService::noSuchType(const HttpRequest &request) const
{
    const std::string provider = providerOf(request.segments);
    const std::string version(request.parameter("api-version").substr(0, 64));
    const auto known = m_providers.find(provider);
    if (known == m_providers.end())
        return armError({404, "InvalidResourceNamespace", "The resource namespace '" + provider + "' is invalid."});
    return armError({404, "InvalidResourceType",
                     "The resource type could not be found in the namespace '" + known->second.name + "' for api version '"
                         + version + "'. The supported api-versions are '" + joinedVersions(known->second.versions) + "'."});
}

void ArmService::addHeaders(HttpReply &reply, const HttpRequest &request)
{
    const bool isRead = isReadMethod(request.method);
    const std::string kind = isRead ? "reads" : "writes";
    const std::string left = std::to_string((isRead ? m_reads : m_writes).remaining());
    reply.headers.emplace_back("x-ms-ratelimit-remaining-subscription-" + kind, left);
    reply.headers.emplace_back("x-ms-ratelimit-remaining-subscription-global-" + kind, isRead ? "16499" : "12000");
    reply.headers.emplace_back("x-ms-routing-request-id", "WESTEUROPE:" + armTime(m_clock.now()) + ":" + request.requestId);
    reply.headers.emplace_back("Cache-Control", "no-cache");
    reply.headers.emplace_back("Pragma", "no-cache");
}

Activity ArmService::activityOf(const ArmRequest &request, const std::string &action) const
{
    return {.at = m_clock.now(), .resourceId = request.scope, .operation = action, .method = request.http.method,
            .caller = request.caller.objectId, .correlationId = request.http.requestId,
            .clientRequestId = std::string(request.http.header("x-ms-client-request-id").substr(0, 128)),
            .clientIp = request.http.remoteAddress};
}

void ArmService::note(const Route &route, const ArmRequest &request, const HttpReply &reply)
{
    Activity activity = activityOf(request, route.action);
    activity.httpStatus = reply.status;
    const bool goesOn = reply.status == 202
        || std::ranges::any_of(reply.headers, [](const auto &header) { return header.first == "Azure-AsyncOperation"; });
    activity.status = reply.status >= 400 ? "Failed" : goesOn ? "Accepted" : "Succeeded";
    activity.message = reply.status >= 400 ? reply.body : std::string();
    m_activity.record(std::move(activity));
}

} // namespace qd::lab
