#include "apim/apimendpoint.h"

#include "apim/apimreplies.h"
#include "azurearm/armpath.h"
#include "azurearm/paging.h"
#include "server/jsontext.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qd::lab {

namespace {

const std::string apimRoot = "/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.ApiManagement/service/{service}";
constexpr PageStyle apimPages{.pageSize = 100, .hasCount = true};

Json apiJson(const ApimApi &api, const std::string &id)
{
    Json properties{{"displayName", api.displayName},
                    {"apiRevision", "1"},
                    {"description", api.description},
                    {"subscriptionRequired", api.isSubscriptionRequired},
                    {"serviceUrl", api.serviceUrl},
                    {"path", api.path},
                    {"protocols", Json::array({"https"})},
                    {"authenticationSettings", {{"oAuth2", nullptr}, {"openid", nullptr}}},
                    {"subscriptionKeyParameterNames", {{"header", api.keyHeader}, {"query", api.keyQuery}}},
                    {"type", api.type},
                    {"isCurrent", true}};
    if (api.type == "mcp")
        properties["mcpProperties"] = {{"transportType", "streamable"},
                                       {"endpoints", Json::array({{{"name", "message"}, {"uriTemplate", api.endpoint}}})}};
    return {{"id", id}, {"type", "Microsoft.ApiManagement/service/apis"}, {"name", api.id}, {"properties", properties}};
}

/// "type eq 'mcp'": the value; empty for no filter; nothing for one we do not know.
std::optional<std::string> typeFilter(const HttpRequest &request)
{
    std::string text(request.parameter("$filter"));
    if (text.empty())
        return std::string();
    for (const char *field : {"properties/type eq '", "type eq '"})
        if (const std::string head = field; foldedCase(text).starts_with(head) && text.ends_with("'"))
            return text.substr(head.size(), text.size() - head.size() - 1);
    return std::nullopt;
}

} // namespace

ApimEndpoint::ApimEndpoint(ArmService &arm, ApimState &state, std::function<std::string()> gatewayUrl)
    : m_arm(arm), m_state(state), m_gatewayUrl(std::move(gatewayUrl))
{
}

bool ApimEndpoint::isOurs(const ArmRequest &request) const { return sameName(request.name("service"), m_arm.names().apim); }

void ApimEndpoint::add(const char *method, const std::string &path, const char *action, HttpReply (ApimEndpoint::*handler)(const ArmRequest &))
{
    m_arm.add(method, apimRoot + path, std::string("Microsoft.ApiManagement/service/") + action, [this, handler](const ArmRequest &request) {
        return isOurs(request) ? (this->*handler)(request) : apimNotFound("Service");
    });
}

void ApimEndpoint::addPolicies(const std::string &path, std::string (*scopeOf)(const ArmRequest &))
{
    using PolicyHandler = HttpReply (ApimEndpoint::*)(const ArmRequest &, const std::string &);
    const auto addOne = [&](const char *method, const std::string &tail, const char *action, PolicyHandler handler) {
        m_arm.add(method, apimRoot + path + tail, std::string("Microsoft.ApiManagement/service/") + action, [this, handler, scopeOf](const ArmRequest &request) {
            const std::string scope = scopeOf(request);
            if (!isOurs(request) || !hasScope(*m_state.snapshot(), scope))
                return apimNotFound(isOurs(request) ? "Resource" : "Service");
            if (request.path.contains("policy") && !sameName(request.name("policy"), "policy"))
                return apimNotFound("Policy");
            return (this->*handler)(request, scope);
        });
    };
    addOne("GET", "/policies", "policies/read", &ApimEndpoint::listPolicies);
    addOne("GET", "/policies/{policy}", "policies/read", &ApimEndpoint::getPolicy);
    addOne("PUT", "/policies/{policy}", "policies/write", &ApimEndpoint::putPolicy);
    addOne("DELETE", "/policies/{policy}", "policies/delete", &ApimEndpoint::deletePolicy);
}

void ApimEndpoint::addRoutes()
{
    m_arm.addProvider({.name = "Microsoft.ApiManagement",
                       .versions = {"2025-09-01-preview", "2025-03-01-preview", "2024-10-01-preview", "2024-06-01-preview", "2024-05-01", "2023-09-01-preview", "2022-08-01"}});
    add("GET", "", "read", &ApimEndpoint::service);
    add("GET", "/apis", "apis/read", &ApimEndpoint::listApis);
    add("GET", "/apis/{api}", "apis/read", &ApimEndpoint::getApi);
    add("GET", "/apis/{api}/revisions", "apis/read", &ApimEndpoint::listRevisions);
    add("GET", "/apis/{api}/tools", "apis/read", &ApimEndpoint::listTools);
    addPolicies("", [](const ArmRequest &) { return std::string(); });
    addPolicies("/products/{product}", [](const ArmRequest &request) { return "products/" + foldedCase(request.name("product")); });
    addPolicies("/apis/{api}", [](const ArmRequest &request) { return "apis/" + foldedCase(request.name("api")); });
    addPolicies("/apis/{api}/operations/{operation}", [](const ArmRequest &request) {
        return "apis/" + foldedCase(request.name("api")) + "/operations/" + foldedCase(request.name("operation"));
    });
    add("GET", "/policyFragments", "policyFragments/read", &ApimEndpoint::listFragments);
    add("GET", "/policyFragments/{fragment}", "policyFragments/read", &ApimEndpoint::getFragment);
    add("PUT", "/policyFragments/{fragment}", "policyFragments/write", &ApimEndpoint::putFragment);
    add("DELETE", "/policyFragments/{fragment}", "policyFragments/delete", &ApimEndpoint::deleteFragment);
    add("GET", "/subscriptions", "subscriptions/read", &ApimEndpoint::listSubscriptions);
    add("GET", "/subscriptions/{sid}", "subscriptions/read", &ApimEndpoint::getSubscription);
    add("PUT", "/subscriptions/{sid}", "subscriptions/write", &ApimEndpoint::putSubscription);
    add("PATCH", "/subscriptions/{sid}", "subscriptions/write", &ApimEndpoint::patchSubscription);
    add("DELETE", "/subscriptions/{sid}", "subscriptions/delete", &ApimEndpoint::deleteSubscription);
    add("POST", "/subscriptions/{sid}/listSecrets", "subscriptions/listSecrets/action", &ApimEndpoint::listSecrets);
    add("POST", "/subscriptions/{sid}/regeneratePrimaryKey", "subscriptions/regeneratePrimaryKey/action", &ApimEndpoint::renewPrimaryKey);
    add("POST", "/subscriptions/{sid}/regenerateSecondaryKey", "subscriptions/regenerateSecondaryKey/action", &ApimEndpoint::renewSecondaryKey);
    add("GET", "/namedValues", "namedValues/read", &ApimEndpoint::listNamedValues);
    add("GET", "/namedValues/{name}", "namedValues/read", &ApimEndpoint::getNamedValue);
    add("PUT", "/namedValues/{name}", "namedValues/write", &ApimEndpoint::putNamedValue);
    add("PATCH", "/namedValues/{name}", "namedValues/write", &ApimEndpoint::patchNamedValue);
    add("DELETE", "/namedValues/{name}", "namedValues/delete", &ApimEndpoint::deleteNamedValue);
    add("POST", "/namedValues/{name}/listValue", "namedValues/listValue/action", &ApimEndpoint::listValue);
}

ApimEndpoint::Body ApimEndpoint::bodyOf(const ArmRequest &request)
{
    constexpr int deepest = 32;
    auto body = std::make_shared<Json>(jsonNestsTooDeep(request.http.body, deepest) ? Json(Json::value_t::discarded) : Json::parse(request.http.body, nullptr, false));
    if (!body->is_object() || !body->contains("properties") || !(*body)["properties"].is_object())
        return apimInvalid("Request body should be specified and be valid JSON with 'properties'.", "body");
    return std::make_shared<Json>((*body)["properties"]);
}

HttpReply ApimEndpoint::service(const ArmRequest & /*request*/)
{
    const ArmNames &names = m_arm.names();
    const std::string url = m_gatewayUrl();
    const Json body{{"id", names.apimId()},
                    {"name", names.apim},
                    {"type", "Microsoft.ApiManagement/service"},
                    {"tags", Json::object()},
                    {"location", names.location},
                    {"etag", "AAAAAAAAAAE="},
                    {"properties",
                     {{"publisherEmail", "platform@contoso.example"}, {"publisherName", "Contoso"}, {"provisioningState", "Succeeded"},
                      {"targetProvisioningState", ""}, {"createdAtUtc", "2026-02-02T08:00:00Z"}, {"gatewayUrl", url}, {"gatewayRegionalUrl", url},
                      {"hostnameConfigurations", Json::array({{{"type", "Proxy"}, {"hostName", url.substr(url.find("//") == std::string::npos ? 0 : url.find("//") + 2)}, {"defaultSslBinding", true}}})},
                      {"publicIPAddresses", Json::array({"127.0.0.1"})}, {"virtualNetworkType", "None"}, {"disableGateway", false},
                      {"platformVersion", "stv2.1"}, {"publicNetworkAccess", "Enabled"}}},
                    {"sku", {{"name", "Developer"}, {"capacity", 1}}}};
    return apimReply(200, body, {});
}

HttpReply ApimEndpoint::listApis(const ArmRequest &request)
{
    const std::optional<std::string> type = typeFilter(request.http);
    if (!type)
        return apimInvalid("The query specified in the URI is not valid. $filter takes: type eq 'mcp'.", "$filter");
    std::vector<Json> items;
    const auto snapshot = m_state.snapshot();
    for (const auto &[key, api] : snapshot->apis)
        if (type->empty() || sameName(api.type, *type))
            items.push_back(apiJson(api, idOf("/apis/" + api.id)));
    return pagedReply(request, items, apimPages);
}

HttpReply ApimEndpoint::getApi(const ArmRequest &request)
{
    const auto snapshot = m_state.snapshot();
    const auto found = snapshot->apis.find(foldedCase(request.name("api")));
    if (found == snapshot->apis.end())
        return apimNotFound("API");
    return apimReply(200, apiJson(found->second, idOf("/apis/" + found->second.id)), found->second.etag);
}

HttpReply ApimEndpoint::listRevisions(const ArmRequest &request)
{
    const auto snapshot = m_state.snapshot();
    const auto found = snapshot->apis.find(foldedCase(request.name("api")));
    if (found == snapshot->apis.end())
        return apimNotFound("API");
    const Json one{{"apiId", "/apis/" + found->second.id + ";rev=1"}, {"apiRevision", "1"}, {"isOnline", true}, {"isCurrent", true}};
    return pagedReply(request, {one}, apimPages);
}

/// MCP servers that pass through to another one have no tool resources (azure facts 6.1).
HttpReply ApimEndpoint::listTools(const ArmRequest &request)
{
    if (!m_state.snapshot()->apis.contains(foldedCase(request.name("api"))))
        return apimNotFound("API");
    return pagedReply(request, {}, apimPages);
}

} // namespace qd::lab
