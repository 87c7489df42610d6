#include "azuremonitor/queryendpoint.h"

#include "azuremonitor/batchrequest.h"
#include "azuremonitor/queryerrors.h"
#include "azuremonitor/queryreply.h"
#include "azurearm/armpath.h"
#include "azurearm/armservice.h"
#include "entra/bearerguard.h"
#include "server/azureerror.h"
#include "server/jsontext.h"

#include <limits>
#include <utility>

namespace qd::lab {

namespace {

/// Azure answers 200 without a body to a POST that does not say it is JSON.
bool isJsonPost(const HttpRequest &request)
{
    return request.method != "POST" || request.header("content-type").find("json") != std::string_view::npos;
}

HttpReply unknownPath(const HttpRequest &request)
{
    return azureError(404, "PathNotFoundError", "The requested path does not exist", request);
}

HttpReply unknownResource(const std::string &name, const HttpRequest &request)
{
    return azureError(404, "ResourceNotFoundError", "The resource '" + validUtf8(name.substr(0, 300)) + "' could not be found", request);
}

/// No limit where the lab does not throttle, but still a gate that close() shuts.
QueryLimits limitsOf(bool throttle)
{
    if (throttle)
        return {};
    constexpr size_t unlimited = std::numeric_limits<size_t>::max();
    return {.requests = unlimited, .concurrent = unlimited, .queue = unlimited};
}

std::string joinedPath(const std::vector<std::string> &segments)
{
    std::string path;
    for (const std::string &segment : segments)
        path.append("/").append(segment);
    return path;
}

} // namespace

QueryEndpoint::QueryEndpoint(const LabIdentity &identity, const TokenService &tokens, TelemetryStore &store, const Clock &clock,
                             bool throttle)
    : m_identity(identity), m_tokens(tokens), m_store(store), m_clock(clock), m_resources(identity), m_governor(limitsOf(throttle))
{
}

void QueryEndpoint::addRoutes(Router &router)
{
    addQueryRoute(router, "/v1/apps/{id}/", m_resources.application());
    addQueryRoute(router, "/v1/workspaces/{id}/", m_resources.workspace());
    addResourceRoutes(router);
    router.add("POST", "/v1/$batch", [this](const HttpRequest &request, const PathArguments &) { return answerBatch(request); });
}

void QueryEndpoint::addQueryRoute(Router &router, const std::string &path, const QueryResource &resource)
{
    for (const char *method : {"GET", "POST"})
        router.add(method, path + "query", [this, &resource](const HttpRequest &request, const PathArguments &arguments) {
            return answerById(request, arguments.at("id"), resource);
        });
    router.add("GET", path + "metadata", [this, &resource](const HttpRequest &request, const PathArguments &arguments) {
        return answerMetadata(request, arguments.at("id"), resource);
    });
}

void QueryEndpoint::addResourceRoutes(Router &router)
{
    const std::string subscription = "/v1/subscriptions/{subscription}";
    const std::string group = subscription + "/resourceGroups/{group}";
    for (const std::string &scope : {subscription, group, group + "/providers/{namespace}/{type}/{name}"})
        for (const char *method : {"GET", "POST"})
            router.add(method, scope + "/query", [this](const HttpRequest &request, const PathArguments &) { return answerByResourceId(request); });
}

void QueryEndpoint::addArmRoutes(ArmService &arm)
{
    const std::string resource = "/subscriptions/{subscription}/resourceGroups/{group}/providers/{namespace}/{type}/{name}";
    for (const char *method : {"GET", "POST"})
        arm.add(method, resource + "/providers/Microsoft.Insights/logs", "Microsoft.Insights/logs/read", [this](const ArmRequest &request) {
            std::vector<std::string> segments = request.http.segments;
            segments.resize(8);
            const QueryResource *found = m_resources.byResourceId(segments);
            return found ? answerQuery(request.http, *found) : unknownResource(joinedPath(segments), request.http);
        });
}

HttpReply QueryEndpoint::answerMetadata(const HttpRequest &request, const std::string &id, const QueryResource &resource) const
{
    const auto caller = authenticate(request, m_tokens, m_identity, resource.audiences);
    if (const HttpReply *refused = std::get_if<HttpReply>(&caller))
        return *refused;
    if (!sameName(id, resource.id))
        return unknownPath(request);
    HttpReply reply;
    reply.body = metadataJson(resource.schema, resource.subject);
    return reply;
}

HttpReply QueryEndpoint::answerById(const HttpRequest &request, const std::string &id, const QueryResource &resource)
{
    if (sameName(id, resource.id))
        return answer(request, resource);
    const auto caller = authenticate(request, m_tokens, m_identity, resource.audiences);
    const HttpReply *refused = std::get_if<HttpReply>(&caller);
    return refused ? *refused : unknownPath(request);
}

HttpReply QueryEndpoint::answerByResourceId(const HttpRequest &request)
{
    const std::vector<std::string> segments(request.segments.begin() + 1, request.segments.end() - 1);
    if (const QueryResource *found = m_resources.byResourceId(segments))
        return answer(request, *found);
    const auto caller = authenticate(request, m_tokens, m_identity, queryAudiences());
    const HttpReply *refused = std::get_if<HttpReply>(&caller);
    return refused ? *refused : unknownResource(joinedPath(segments), request);
}

HttpReply QueryEndpoint::answer(const HttpRequest &request, const QueryResource &resource)
{
    const auto caller = authenticate(request, m_tokens, m_identity, resource.audiences);
    if (const HttpReply *refused = std::get_if<HttpReply>(&caller))
        return *refused;
    if (!isJsonPost(request))
        return HttpReply{.status = 200, .body = {}};
    const auto ticket = admit(std::get<Caller>(caller).objectId, request);
    const HttpReply *refused = std::get_if<HttpReply>(&ticket);
    return refused ? *refused : answerQuery(request, resource);
}

HttpReply QueryEndpoint::answerQuery(const HttpRequest &request, const QueryResource &resource)
{
    const auto decoded = decodeQueryRequest(request, m_clock.now());
    if (const auto *problem = std::get_if<QueryRequestProblem>(&decoded))
        return badRequestReply(problem->code, problem->message, request);
    const QueryRequest &query = std::get<QueryRequest>(decoded);
    for (const std::string &other : query.others)
        if (!m_resources.byAnyName(other))
            return unknownResource(other, request);
    Result<QueryOutcome> outcome = runQuery(query, resource.schema, m_store, m_clock.now());
    if (!outcome)
        return queryErrorReply(outcome.error(), request);
    return queryReply(*std::move(outcome), query, resource.subject);
}

std::variant<QueryGovernor::Ticket, HttpReply> QueryEndpoint::admit(const std::string &caller, const HttpRequest &request)
{
    std::chrono::seconds retryAfter{0};
    if (std::optional<QueryGovernor::Ticket> ticket = m_governor.admit(caller, retryAfter))
        return *std::move(ticket);
    return throttledReply(retryAfter, request);
}

HttpReply QueryEndpoint::answerBatch(const HttpRequest &request)
{
    const auto caller = authenticate(request, m_tokens, m_identity, queryAudiences());
    if (const HttpReply *refused = std::get_if<HttpReply>(&caller))
        return *refused;
    const auto members = decodeBatch(request);
    if (const auto *problem = std::get_if<QueryRequestProblem>(&members))
        return badRequestReply(problem->code, problem->message, request);
    return runBatch(std::get<std::vector<BatchMember>>(members),
                    [&](const BatchMember &member) { return answerMember(request, member); });
}

HttpReply QueryEndpoint::answerMember(const HttpRequest &request, const BatchMember &member)
{
    const HttpRequest own = memberRequest(request, member);
    const auto &segments = own.segments;
    if (segments.size() == 4 && segments[0] == "v1" && sameName(segments[3], "query")) {
        if (sameName(segments[1], "workspaces"))
            return answerById(own, segments[2], m_resources.workspace());
        if (sameName(segments[1], "apps"))
            return answerById(own, segments[2], m_resources.application());
    }
    const bool isResource = segments.size() > 2 && sameName(segments[1], "subscriptions") && sameName(segments.back(), "query");
    return isResource ? answerByResourceId(own) : unknownPath(own);
}

HttpReply QueryEndpoint::forApplication(const HttpRequest &request, const std::string &id, const std::function<HttpReply()> &answer)
{
    const QueryResource &resource = m_resources.application();
    const auto caller = authenticate(request, m_tokens, m_identity, resource.audiences);
    if (const HttpReply *refused = std::get_if<HttpReply>(&caller))
        return *refused;
    if (!sameName(id, resource.id))
        return unknownPath(request);
    const auto ticket = admit(std::get<Caller>(caller).objectId, request);
    const HttpReply *refused = std::get_if<HttpReply>(&ticket);
    return refused ? *refused : answer();
}

Result<QueryOutcome> QueryEndpoint::run(const QueryRequest &query)
{
    return runQuery(query, m_resources.application().schema, m_store, m_clock.now());
}

const KqlTable *QueryEndpoint::applicationTable(const std::string &name) const
{
    const auto &tables = m_resources.application().schema.tables;
    const auto found = tables.find(QString::fromStdString(name));
    return found == tables.end() ? nullptr : &*found;
}

void QueryEndpoint::close()
{
    m_governor.close();
    m_store.interruptAll();
}

} // namespace qd::lab
