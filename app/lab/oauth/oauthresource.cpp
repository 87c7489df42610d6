#include "oauth/oauthresource.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qd::lab {

namespace {

constexpr std::string_view wellKnownResource = "/.well-known/oauth-protected-resource";

std::vector<LabTool> noteTools()
{
    std::vector<LabTool> tools;
    tools.emplace_back(FleetTool{"find_note", "notes", "{\"topic\":\"{product}\"}", "{\"found\":\"{product}\"}"});
    tools.emplace_back(FleetTool{"create_note", "notes", "{\"topic\":\"{product}\"}", "{\"created\":\"{product}\"}"});
    return tools;
}

std::string bearerToken(std::string_view authorization)
{
    static constexpr std::string_view scheme = "Bearer ";
    return authorization.starts_with(scheme) ? std::string(authorization.substr(scheme.size())) : std::string();
}

} // namespace

OAuthResource::OAuthResource(const OAuthVariant &variant, const OAuthIssuer &issuer, std::string origin, std::string address)
    : m_variant(variant), m_issuer(issuer), m_origin(std::move(origin)), m_address(std::move(address)), m_server("notes", noteTools(), [](const std::string &) { return 0.0; })
{
}

void OAuthResource::addRoutes(Router &router)
{
    using Place = OAuthVariant::ResourcePlace;
    for (const char *method : {"POST", "GET", "DELETE"})
        router.add(method, "/mcp", [this](const HttpRequest &request, const PathArguments &) { return handle(request); });
    if (m_variant.resourcePlace == Place::Nowhere)
        return;
    const std::string path = m_variant.resourcePlace == Place::Path ? "/mcp" : "";
    router.add("GET", std::string(wellKnownResource) + path, [this](const HttpRequest &, const PathArguments &) { return metadata(); });
}

HttpReply OAuthResource::metadata() const
{
    if (m_variant.redirectsMetadata) {
        HttpReply reply;
        reply.status = 302;
        reply.headers.emplace_back("Location", "http://169.254.169.254/latest/meta-data");
        return reply;
    }
    return oauthJson(200, {{"resource", m_variant.resource.empty() ? m_address : m_variant.resource},
                           {"authorization_servers", {m_variant.listedIssuer.empty() ? m_issuer.issuer() : m_variant.listedIssuer}},
                           {"scopes_supported", {"mcp:read"}},
                           {"bearer_methods_supported", {"header"}}});
}

std::set<std::string> OAuthResource::neededScopes(const HttpRequest &request, const std::set<std::string> &held) const
{
    std::set<std::string> needed{"mcp:read"};
    const bool isCall = request.body.find("\"tools/call\"") != std::string::npos;
    if (isCall && m_variant.wantsMoreForCalls)
        needed.insert("mcp:write");
    if (isCall && m_variant.neverContent)
        needed.insert("mcp:extra-" + std::to_string(held.size()));
    return needed;
}

HttpReply OAuthResource::handle(const HttpRequest &request)
{
    const std::string token = bearerToken(request.header("authorization"));
    if (token.empty())
        return challenge(401, "", {"mcp:read"});
    const auto grant = m_issuer.state().findAccess(token);
    if (!grant || grant->resource != m_address)
        return challenge(401, "invalid_token", {"mcp:read"});
    const std::set<std::string> needed = neededScopes(request, grant->scopes);
    if (!std::ranges::includes(grant->scopes, needed))
        return challenge(403, "insufficient_scope", needed);
    return m_server.handle(request);
}

HttpReply OAuthResource::challenge(int status, const std::string &error, const std::set<std::string> &scopes) const
{
    std::string text = "Bearer scope=\"" + scopeText(scopes) + "\"";
    if (!error.empty())
        text += ", error=\"" + error + "\"";
    if (m_variant.tellsMetadata)
        text += ", resource_metadata=\"" + m_origin + std::string(wellKnownResource) + (m_variant.resourcePlace == OAuthVariant::ResourcePlace::Path ? "/mcp" : "") + "\"";
    HttpReply reply = oauthJson(status, {{"error", error.empty() ? "unauthorized" : error}});
    reply.headers.emplace_back("WWW-Authenticate", text);
    return reply;
}

} // namespace qd::lab
