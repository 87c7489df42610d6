#include "entra/tokenendpoint.h"

#include "log.h"
#include "server/guid.h"
#include "server/jsontext.h"
#include "server/target.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <ctime>

namespace qd::lab {

namespace {

constexpr int tokenLifetimeSeconds = 3599;
constexpr size_t maxFormBytes = 65536;
constexpr size_t maxEchoBytes = 200;

/// The resources that the tenant knows; the audience of a token is one of them.
constexpr std::array<std::string_view, 9> knownResources{
    "https://api.loganalytics.io",        "https://api.loganalytics.azure.com",
    "https://api.applicationinsights.io", "https://api.applicationinsights.azure.com",
    "https://management.azure.com",       "https://monitor.azure.com",
    "https://cognitiveservices.azure.com", "https://ai.azure.com",
    "https://management.core.windows.net"};

using Form = std::multimap<std::string, std::string>;

std::string fieldOf(const Form &form, const std::string &name)
{
    const auto found = form.find(name);
    return found == form.end() ? std::string() : found->second;
}

/// Client text inside an error description: bounded and valid.
std::string echoed(const std::string &text) { return validUtf8(std::string_view(text).substr(0, maxEchoBytes)); }

std::string entraTime(const Clock &clock)
{
    const std::time_t seconds = std::chrono::floor<Seconds>(clock.now()).time_since_epoch().count();
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%SZ", &parts)};
}

/// Entra's numbered refusals (azure facts 1.3).
struct Refusal {
    int status;
    std::string_view error;
    int code;
    std::string text;
};

/// The tenant, client and grant checks of one token request.
class TokenRequest
{
public:
    TokenRequest(const LabIdentity &identity, std::string tenant, Form form)
        : m_identity(identity), m_tenant(std::move(tenant)), m_form(std::move(form))
    {
    }

    [[nodiscard]] std::optional<Refusal> refusal() const
    {
        if (auto refused = refusedTenant())
            return refused;
        if (auto refused = refusedGrant())
            return refused;
        if (auto refused = refusedClient())
            return refused;
        return refusedScope();
    }
    [[nodiscard]] std::string clientId() const { return fieldOf(m_form, "client_id"); }
    [[nodiscard]] std::string resource() const;

private:
    [[nodiscard]] std::optional<Refusal> refusedTenant() const;
    [[nodiscard]] std::optional<Refusal> refusedGrant() const;
    [[nodiscard]] std::optional<Refusal> refusedClient() const;
    [[nodiscard]] std::optional<Refusal> refusedScope() const;

    const LabIdentity &m_identity;
    std::string m_tenant;
    Form m_form;
};

std::optional<Refusal> TokenRequest::refusedTenant() const
{
    if (m_tenant == m_identity.tenantId || m_tenant == m_identity.tenantName)
        return std::nullopt;
    return Refusal{400, "invalid_request", 90002,
                   "Tenant '" + echoed(m_tenant) + "' not found. Check to make sure you have the correct tenant ID and are "
                   "signing into the correct cloud."};
}

std::optional<Refusal> TokenRequest::refusedGrant() const
{
    const std::string grant = fieldOf(m_form, "grant_type");
    for (const char *name : {"grant_type", "client_id", "scope"})
        if (fieldOf(m_form, name).empty())
            return Refusal{400, "invalid_request", 900144,
                           "The request body must contain the following parameter: '" + std::string(name) + "'."};
    if (grant == "client_credentials")
        return std::nullopt;
    return Refusal{400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type '" + echoed(grant) + "'."};
}

std::optional<Refusal> TokenRequest::refusedClient() const
{
    const std::string client = clientId();
    if (client != m_identity.clientId && client != m_identity.strangerClientId && client != m_identity.readerClientId)
        return Refusal{400, "unauthorized_client", 700016,
                       "Application with identifier '" + echoed(client) + "' was not found in the directory 'Contoso'. This "
                       "can happen if the application has not been installed by the administrator of the tenant or consented "
                       "to by any user in the tenant. You may have sent your authentication request to the wrong tenant."};
    const std::string secret = fieldOf(m_form, "client_secret");
    if (secret.empty())
        return Refusal{401, "invalid_client", 7000218,
                       "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."};
    const std::string &expected = m_identity.clientSecret;
    if (secret.size() == expected.size() && CRYPTO_memcmp(secret.data(), expected.data(), secret.size()) == 0)
        return std::nullopt;
    return Refusal{401, "invalid_client", 7000215,
                   "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, "
                   "not the client secret ID, for a secret added to app '" + echoed(client) + "'."};
}

std::string TokenRequest::resource() const
{
    static constexpr std::string_view suffix = "/.default";
    std::string scope = fieldOf(m_form, "scope");
    if (!scope.ends_with(suffix))
        return {};
    scope.resize(scope.size() - suffix.size());
    return scope;
}

std::optional<Refusal> TokenRequest::refusedScope() const
{
    const std::string wanted = resource();
    if (wanted.empty())
        return Refusal{400, "invalid_scope", 1002012,
                       "The provided value for scope " + echoed(fieldOf(m_form, "scope")) + " is not valid. Client credential "
                       "flows must have a scope value with /.default suffixed to the resource identifier (application ID URI)."};
    std::string_view bare = wanted;
    while (bare.ends_with('/'))
        bare.remove_suffix(1);
    if (std::ranges::find(knownResources, bare) != knownResources.end())
        return std::nullopt;
    return Refusal{400, "invalid_resource", 500011,
                   "The resource principal named " + echoed(wanted) + " was not found in the tenant named Contoso. This can "
                   "happen if the application has not been installed by the administrator of the tenant or consented to by any "
                   "user in the tenant. You might have sent your authentication request to the wrong tenant."};
}

HttpReply refusalReply(const Refusal &refusal, const HttpRequest &request, const Clock &clock)
{
    const std::string code = std::to_string(refusal.code);
    const std::string time = entraTime(clock);
    const std::string trace = randomGuid();
    const std::string description = "AADSTS" + code + ": " + refusal.text + " Trace ID: " + trace + " Correlation ID: "
        + request.requestId + " Timestamp: " + time;
    HttpReply reply;
    reply.status = refusal.status;
    reply.body = "{\"error\":" + jsonString(refusal.error) + ",\"error_description\":" + jsonString(description)
        + ",\"error_codes\":[" + code + "],\"timestamp\":" + jsonString(time) + ",\"trace_id\":" + jsonString(trace)
        + ",\"correlation_id\":" + jsonString(request.requestId)
        + ",\"error_uri\":\"https://login.microsoftonline.com/error?code=" + code + "\"}";
    return reply;
}

HttpReply tokenReply(const TokenRequest &asked, const TokenService &tokens)
{
    const std::string lifetime = std::to_string(tokenLifetimeSeconds);
    const std::string token = tokens.issue(asked.clientId(), {asked.resource()}, Seconds(tokenLifetimeSeconds));
    HttpReply reply;
    reply.headers = {{"Cache-Control", "no-store, no-cache"}, {"Pragma", "no-cache"}};
    reply.body = "{\"token_type\":\"Bearer\",\"expires_in\":" + lifetime + ",\"ext_expires_in\":" + lifetime
        + ",\"access_token\":" + jsonString(token) + "}";
    return reply;
}

HttpReply openIdConfiguration(const HttpRequest &request, const LabIdentity &identity)
{
    const std::string scheme = request.isSecure || request.header("x-forwarded-proto") == "https" ? "https://" : "http://";
    const std::string base = scheme + std::string(request.header("host")) + "/" + identity.tenantId;
    HttpReply reply;
    reply.body = "{\"token_endpoint\":" + jsonString(base + "/oauth2/v2.0/token")
        + ",\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"],\"jwks_uri\":"
        + jsonString(base + "/discovery/v2.0/keys") + ",\"response_types_supported\":[\"code\"],\"issuer\":"
        + jsonString(base + "/v2.0") + ",\"authorization_endpoint\":" + jsonString(base + "/oauth2/v2.0/authorize")
        + ",\"device_authorization_endpoint\":" + jsonString(base + "/oauth2/v2.0/devicecode")
        + ",\"end_session_endpoint\":" + jsonString(base + "/oauth2/v2.0/logout") + "}";
    return reply;
}

bool knowsTenant(const LabIdentity &identity, const std::string &tenant)
{
    return tenant == identity.tenantId || tenant == identity.tenantName || tenant == "organizations" || tenant == "common";
}

HttpReply answerTokenRequest(const HttpRequest &request, const std::string &tenant, const LabIdentity &identity,
                             const TokenService &tokens, const Clock &clock)
{
    const std::string_view form = std::string_view(request.body).substr(0, maxFormBytes);
    const TokenRequest asked(identity, tenant, decodeQuery(form));
    const std::optional<Refusal> refused = asked.refusal();
    if (!refused)
        return tokenReply(asked, tokens);
    log::info(log::lab, QStringLiteral("token refused: AADSTS%1").arg(refused->code));
    return refusalReply(*refused, request, clock);
}

} // namespace

void addEntraRoutes(Router &router, const LabIdentity &identity, const TokenService &tokens, const Clock &clock)
{
    router.add("GET", "/{tenant}/v2.0/.well-known/openid-configuration",
               [&](const HttpRequest &request, const PathArguments &path) {
                   const std::string &tenant = path.at("tenant");
                   if (knowsTenant(identity, tenant))
                       return openIdConfiguration(request, identity);
                   return refusalReply({400, "invalid_tenant", 90002, "Tenant '" + echoed(tenant) + "' not found."}, request, clock);
               });
    router.add("GET", "/{tenant}/discovery/v2.0/keys",
               [](const HttpRequest &, const PathArguments &) { return HttpReply{.body = "{\"keys\":[]}"}; });
    router.add("POST", "/{tenant}/oauth2/v2.0/token", [&](const HttpRequest &request, const PathArguments &path) {
        return answerTokenRequest(request, path.at("tenant"), identity, tokens, clock);
    });
}

} // namespace qd::lab
