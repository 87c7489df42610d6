#include "azuremonitor/queryendpoint.h"

#include "azuremonitor/queryerrors.h"
#include "azuremonitor/queryrunner.h"
#include "entra/bearerguard.h"
#include "server/azureerror.h"

#include <utility>

namespace qd::lab {

namespace {

ResourceFacts factsOf(const LabIdentity &identity)
{
    const QString group = QStringLiteral("/subscriptions/%1/resourceGroups/contoso-agents/providers/")
                              .arg(QString::fromStdString(identity.subscriptionId));
    return {.appId = QString::fromStdString(identity.appId),
            .appName = group + QStringLiteral("microsoft.insights/components/contoso-agents"),
            .resourceId = group.toLower() + QStringLiteral("microsoft.insights/components/contoso-agents"),
            .workspaceId = QString::fromStdString(identity.workspaceId),
            .subscriptionId = QString::fromStdString(identity.subscriptionId)};
}

MetadataSubject subjectOf(const LabIdentity &identity, bool isWorkspace)
{
    const std::string group = "/subscriptions/" + identity.subscriptionId + "/resourceGroups/contoso-agents/providers/";
    return {.isWorkspace = isWorkspace,
            .id = isWorkspace ? identity.workspaceId : identity.appId,
            .name = "contoso-agents",
            .resourceId = group + (isWorkspace ? "microsoft.operationalinsights/workspaces/" : "microsoft.insights/components/") + "contoso-agents",
            .region = "westeurope"};
}

std::vector<std::string> applicationAudiences()
{
    return {"https://api.applicationinsights.io", "https://api.applicationinsights.azure.com"};
}

std::vector<std::string> workspaceAudiences()
{
    return {"https://api.loganalytics.io", "https://api.loganalytics.azure.com"};
}

/// Azure answers 200 without a body to a POST that does not say it is JSON.
bool isJsonPost(const HttpRequest &request)
{
    return request.method != "POST" || request.header("content-type").find("json") != std::string_view::npos;
}

bool isOf(const std::string &id, const std::string &known)
{
    return QString::fromStdString(id).compare(QString::fromStdString(known), Qt::CaseInsensitive) == 0;
}

/// The "statistics" member; the lab measures time and rows, the rest has the shape of Azure's.
std::string statisticsJson(const QueryOutcome &outcome)
{
    const std::string size = std::to_string(outcome.tables.json.size());
    return "{\"query\":{\"executionTime\":" + std::to_string(outcome.seconds)
        + ",\"resourceUsage\":{\"cache\":{\"memory\":{\"hits\":0,\"misses\":0,\"total\":0},\"disk\":{\"hits\":0,\"misses\":0,"
          "\"total\":0}},\"cpu\":{\"user\":\"00:00:00\",\"kernel\":\"00:00:00\",\"total cpu\":\"00:00:00\"},"
          "\"memory\":{\"peak_per_node\":0}},\"inputDatasetStatistics\":{\"extents\":{\"total\":0,\"scanned\":0},"
          "\"rows\":{\"total\":0,\"scanned\":0}},\"datasetStatistics\":[{\"table_row_count\":"
        + std::to_string(outcome.tables.rows) + ",\"table_size\":" + size + "}]}}";
}

HttpReply queryReply(QueryOutcome outcome, const QueryRequest &query)
{
    HttpReply reply;
    reply.headers = {{"access-control-expose-headers", "Retry-After,Age,WWW-Authenticate,x-resource-identities,x-ms-status-location"}};
    std::string extra;
    if (query.includeRender)
        extra += ",\"render\":" + outcome.render;
    if (query.includeStatistics)
        extra += ",\"statistics\":" + statisticsJson(outcome);
    if (outcome.tables.truncated)
        extra += ",\"error\":" + partialErrorJson(ReplyLimits{}.rows);
    reply.body.reserve(outcome.tables.json.size() + extra.size() + 16);
    reply.body.append("{\"tables\":[").append(outcome.tables.json).append("]").append(extra).append("}");
    return reply;
}

} // namespace

std::vector<std::string> queryAudiences()
{
    std::vector<std::string> all = applicationAudiences();
    for (std::string &audience : workspaceAudiences())
        all.push_back(std::move(audience));
    return all;
}

QueryEndpoint::QueryEndpoint(const LabIdentity &identity, const TokenService &tokens, TelemetryStore &store, const Clock &clock,
                             bool throttle)
    : m_identity(identity), m_tokens(tokens), m_store(store), m_clock(clock), m_throttle(throttle),
      m_application{identity.appId, applicationAudiences(), telemetrySchema(TelemetrySchema::Classic, factsOf(identity)),
                    subjectOf(identity, false)},
      m_workspace{identity.workspaceId, workspaceAudiences(), telemetrySchema(TelemetrySchema::Workspace, factsOf(identity)),
                  subjectOf(identity, true)}
{
}

void QueryEndpoint::addRoutes(Router &router)
{
    for (const char *method : {"GET", "POST"}) {
        addRoute(router, method, "/v1/apps/{id}/query", m_application);
        addRoute(router, method, "/v1/workspaces/{id}/query", m_workspace);
    }
    for (const auto &[path, resource] : {std::pair("/v1/apps/{id}/metadata", &m_application), std::pair("/v1/workspaces/{id}/metadata", &m_workspace)})
        router.add("GET", path, [this, resource = resource](const HttpRequest &request, const PathArguments &arguments) {
            return answerMetadata(request, arguments.at("id"), *resource);
        });
}

void QueryEndpoint::addRoute(Router &router, const std::string &method, const std::string &path, const Resource &resource)
{
    router.add(method, path, [this, &resource](const HttpRequest &request, const PathArguments &arguments) {
        return answer(request, arguments.at("id"), resource);
    });
}

HttpReply QueryEndpoint::answerMetadata(const HttpRequest &request, const std::string &id, const Resource &resource) const
{
    const auto caller = authenticate(request, m_tokens, m_identity, resource.audiences);
    if (const HttpReply *refused = std::get_if<HttpReply>(&caller))
        return *refused;
    if (!isOf(id, resource.id))
        return azureError(404, "PathNotFoundError", "The requested path does not exist", request);
    HttpReply reply;
    reply.body = metadataJson(resource.schema, resource.subject);
    return reply;
}

HttpReply QueryEndpoint::answer(const HttpRequest &request, const std::string &id, const Resource &resource)
{
    const auto caller = authenticate(request, m_tokens, m_identity, resource.audiences);
    if (const HttpReply *refused = std::get_if<HttpReply>(&caller))
        return *refused;
    if (!isOf(id, resource.id))
        return azureError(404, "PathNotFoundError", "The requested path does not exist", request);
    if (!isJsonPost(request))
        return HttpReply{.status = 200, .body = {}};
    return answerCaller(request, resource, std::get<Caller>(caller).objectId);
}

HttpReply QueryEndpoint::answerCaller(const HttpRequest &request, const Resource &resource, const std::string &caller)
{
    std::optional<QueryGovernor::Ticket> ticket;
    if (m_throttle) {
        std::chrono::seconds retryAfter{0};
        std::optional<QueryGovernor::Ticket> admitted = m_governor.admit(caller, retryAfter);
        if (!admitted)
            return throttledReply(retryAfter, request);
        ticket.emplace(std::move(*admitted));
    }
    const auto decoded = decodeQueryRequest(request, m_clock.now());
    if (const auto *problem = std::get_if<QueryRequestProblem>(&decoded))
        return badRequestReply(problem->code, problem->message, request);
    return answerQuery(request, std::get<QueryRequest>(decoded), resource);
}

HttpReply QueryEndpoint::answerQuery(const HttpRequest &request, const QueryRequest &query, const Resource &resource)
{
    Result<QueryOutcome> outcome = runQuery(query, resource.schema, m_store, m_clock.now());
    if (!outcome)
        return queryErrorReply(outcome.error(), request);
    return queryReply(*std::move(outcome), query);
}

void QueryEndpoint::close()
{
    m_governor.close();
    m_store.interruptAll();
}

} // namespace qd::lab
