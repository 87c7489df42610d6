#include "oauth/oauthclients.h"

#include "entra/base64url.h"
#include "oauth/oauthkeys.h"
#include "server/jsontext.h"
#include "server/target.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qd::lab {

namespace {

constexpr int deepestDocument = 8;
constexpr size_t mostClients = 1000;
constexpr size_t mostRedirects = 10;

std::optional<Json> smallObject(const std::string &text)
{
    if (jsonNestsTooDeep(text, deepestDocument))
        return std::nullopt;
    Json parsed = Json::parse(text, nullptr, false);
    return parsed.is_object() ? std::optional(std::move(parsed)) : std::nullopt;
}

std::string textMember(const Json &object, const char *name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::vector<std::string> redirectsOf(const Json &object)
{
    std::vector<std::string> uris;
    const auto found = object.find("redirect_uris");
    if (found == object.end() || !found->is_array())
        return uris;
    for (const Json &one : *found)
        if (one.is_string() && uris.size() < mostRedirects)
            uris.push_back(one.get<std::string>());
    return uris;
}

/// "http://127.0.0.1:1234/callback" without its port; other addresses stay as they are.
std::string withoutLoopbackPort(const std::string &uri)
{
    static const std::string begin = "http://127.0.0.1:";
    if (!uri.starts_with(begin))
        return uri;
    const size_t end = uri.find_first_not_of("0123456789", begin.size());
    return end == std::string::npos ? begin : begin + uri.substr(end);
}

bool isLoopbackUri(const std::string &uri) { return uri.starts_with("http://127.0.0.1:") || uri.starts_with("http://localhost:"); }

/// Header and claims of a JWT, and what is signed.
struct Assertion {
    Json header;
    Json claims;
    std::string input;
    std::string signature;
};

std::optional<Assertion> parsedAssertion(const std::string &jwt)
{
    const size_t first = jwt.find('.');
    const size_t last = jwt.rfind('.');
    if (first == std::string::npos || first == last)
        return std::nullopt;
    const auto header = base64UrlDecode(jwt.substr(0, first));
    const auto claims = base64UrlDecode(jwt.substr(first + 1, last - first - 1));
    const auto signature = base64UrlDecode(jwt.substr(last + 1));
    const auto headerJson = header ? smallObject(*header) : std::nullopt;
    const auto claimsJson = claims ? smallObject(*claims) : std::nullopt;
    if (!headerJson || !claimsJson || !signature)
        return std::nullopt;
    return Assertion{*headerJson, *claimsJson, jwt.substr(0, last), *signature};
}

} // namespace

std::string formValue(const OAuthForm &form, const std::string &name)
{
    const auto found = form.find(name);
    return found == form.end() ? std::string() : found->second;
}

HttpReply oauthJson(int status, const Json &body)
{
    HttpReply reply;
    reply.status = status;
    reply.body = jsonBody(body);
    reply.contentType = "application/json";
    reply.headers.emplace_back("Cache-Control", "no-store");
    return reply;
}

HttpReply oauthError(int status, const std::string &error, const std::string &description)
{
    return oauthJson(status, {{"error", error}, {"error_description", description}});
}

bool OAuthClient::allowsRedirect(const std::string &uri) const
{
    return std::ranges::any_of(redirectUris, [&](const std::string &known) {
        return known == uri || (anyLoopbackPort && withoutLoopbackPort(known) == withoutLoopbackPort(uri));
    });
}

void OAuthClients::add(OAuthClient client)
{
    const std::lock_guard lock(m_mutex);
    const std::string id = client.id;
    m_clients[id] = std::move(client);
}

void OAuthClients::addDocument(const std::string &url, const std::string &json)
{
    const std::lock_guard lock(m_mutex);
    m_documents[url] = json;
}

std::optional<OAuthClient> OAuthClients::find(const std::string &id) const
{
    const std::lock_guard lock(m_mutex);
    if (const auto found = m_clients.find(id); found != m_clients.end())
        return found->second;
    return m_variant.takesDocuments || m_variant.isEnterprise ? ofDocument(id) : std::nullopt;
}

/// A client id metadata document: its client_id must be its own address.
std::optional<OAuthClient> OAuthClients::ofDocument(const std::string &url) const
{
    const auto found = m_documents.find(url);
    const auto document = found == m_documents.end() ? std::nullopt : smallObject(found->second);
    if (!url.starts_with("https://") || !document || textMember(*document, "client_id") != url || textMember(*document, "client_name").empty())
        return std::nullopt;
    OAuthClient client;
    client.id = url;
    client.redirectUris = redirectsOf(*document);
    client.anyLoopbackPort = true;
    return client;
}

HttpReply OAuthClients::enroll(const HttpRequest &request)
{
    const auto asked = smallObject(request.body);
    if (!asked)
        return oauthError(400, "invalid_client_metadata", "The body is not a JSON object.");
    OAuthClient client;
    client.id = "client-" + randomToken().substr(0, 16);
    client.redirectUris = redirectsOf(*asked);
    client.authMethod = textMember(*asked, "token_endpoint_auth_method");
    const bool isNative = textMember(*asked, "application_type") == "native";
    if (client.redirectUris.empty() || !std::ranges::all_of(client.redirectUris, isLoopbackUri) || !isNative)
        return oauthError(400, "invalid_redirect_uri", "Loopback redirects are for clients with application_type native.");
    if (std::ranges::find(m_variant.authMethods, client.authMethod) == m_variant.authMethods.end())
        return oauthError(400, "invalid_client_metadata", "This token_endpoint_auth_method is not offered.");
    if (client.authMethod != "none")
        client.secret = "cs-" + randomToken();
    Json reply{{"client_id", client.id}, {"client_id_issued_at", 0}, {"redirect_uris", client.redirectUris},
               {"token_endpoint_auth_method", client.authMethod}, {"grant_types", {"authorization_code", "refresh_token"}}};
    if (!client.secret.empty()) {
        reply["client_secret"] = client.secret;
        reply["client_secret_expires_at"] = 0;
    }
    const std::lock_guard lock(m_mutex);
    if (m_clients.size() >= mostClients)
        return oauthError(503, "temporarily_unavailable", "Too many clients.");
    m_clients[client.id] = client;
    return oauthJson(201, reply);
}

std::optional<std::pair<std::string, std::string>> basicCredentials(std::string_view authorization)
{
    static constexpr std::string_view scheme = "Basic ";
    if (!authorization.starts_with(scheme))
        return std::nullopt;
    std::string text(authorization.substr(scheme.size()));
    std::erase(text, '=');
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    const auto decoded = base64UrlDecode(text);
    const size_t colon = decoded ? decoded->find(':') : std::string::npos;
    if (colon == std::string::npos)
        return std::nullopt;
    return std::pair(percentDecode(decoded->substr(0, colon), true), percentDecode(decoded->substr(colon + 1), true));
}

std::variant<OAuthClient, HttpReply> OAuthClients::authenticate(const HttpRequest &request, const OAuthForm &form, const std::string &issuer)
{
    const auto basic = basicCredentials(request.header("authorization"));
    std::string id = basic ? basic->first : formValue(form, "client_id");
    if (id.empty())
        if (const auto assertion = parsedAssertion(formValue(form, "client_assertion")))
            id = textMember(assertion->claims, "sub");
    const auto client = find(id);
    if (!client)
        return oauthError(401, "invalid_client", "This client is not known.");
    if (const auto problem = refusal(*client, request, form, issuer))
        return oauthError(401, "invalid_client", *problem);
    return *client;
}

std::optional<std::string> OAuthClients::refusal(const OAuthClient &client, const HttpRequest &request, const OAuthForm &form, const std::string &issuer)
{
    const auto basic = basicCredentials(request.header("authorization"));
    const std::string posted = formValue(form, "client_secret");
    if (!formValue(form, "client_assertion").empty())
        return assertionProblem(client, form, issuer);
    if (client.authMethod == "none")
        return basic || !posted.empty() ? std::optional<std::string>("This client has no secret.") : std::nullopt;
    if (client.authMethod == "client_secret_post")
        return posted == client.secret && !basic ? std::nullopt : std::optional<std::string>("The secret must be in the form, and right.");
    if (client.authMethod == "client_secret_basic")
        return basic && basic->second == client.secret && posted.empty() ? std::nullopt : std::optional<std::string>("The secret must be in the header, and right.");
    return "This client must send a signed assertion.";
}

std::optional<std::string> OAuthClients::assertionProblem(const OAuthClient &client, const OAuthForm &form, const std::string &issuer)
{
    const auto assertion = parsedAssertion(formValue(form, "client_assertion"));
    if (formValue(form, "client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" || !assertion || client.publicPem.empty())
        return "The assertion cannot be read, or this client has no key.";
    const Json &claims = assertion->claims;
    const int64_t now = std::chrono::floor<Seconds>(m_clock.now()).time_since_epoch().count();
    const bool isTimely = claims.contains("exp") && claims["exp"].is_number_integer() && claims["exp"].get<int64_t>() > now && claims["exp"].get<int64_t>() <= now + 600;
    if (textMember(assertion->header, "alg") != "ES256" || !verifiesEs256(assertion->input, assertion->signature, client.publicPem))
        return "The assertion's signature is wrong.";
    if (textMember(claims, "iss") != client.id || textMember(claims, "sub") != client.id || textMember(claims, "aud") != issuer || !isTimely)
        return "The assertion is for somebody else, or has ended.";
    const std::lock_guard lock(m_mutex);
    return m_seenAssertions.insert(textMember(claims, "jti")).second ? std::nullopt : std::optional<std::string>("The assertion was used before.");
}

} // namespace qd::lab
