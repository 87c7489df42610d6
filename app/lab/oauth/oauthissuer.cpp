#include "oauth/oauthissuer.h"

#include "entra/base64url.h"
#include "log.h"
#include "oauth/oauthkeys.h"
#include "server/target.h"

#include <nlohmann/json.hpp>

namespace qd::lab {

namespace {

constexpr size_t mostFormBytes = 256 * 1024;
constexpr int64_t wordSeconds = 300;
const std::string idJag = "urn:ietf:params:oauth:token-type:id-jag";

std::string percentEncoded(const std::string &text)
{
    static constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) || c == '-' || c == '.' || c == '_' || c == '~')
            out.push_back(c);
        else
            out += {'%', hex[byte >> 4U], hex[byte & 15U]};
    }
    return out;
}

HttpReply pageReply(int status, const std::string &text)
{
    HttpReply reply;
    reply.status = status;
    reply.body = text + "\n";
    reply.contentType = "text/plain; charset=utf-8";
    return reply;
}

std::set<std::string> scopesOr(const std::string &text, const std::string &otherwise)
{
    const std::set<std::string> scopes = scopeSet(text);
    return scopes.empty() ? scopeSet(otherwise) : scopes;
}

} // namespace

OAuthIssuer::OAuthIssuer(const OAuthVariant &variant, const Clock &clock, Setup setup)
    : m_variant(variant), m_clock(clock), m_setup(std::move(setup)), m_clients(variant, clock), m_state(clock)
{
}

int64_t OAuthIssuer::now() const { return std::chrono::floor<Seconds>(m_clock.now()).time_since_epoch().count(); }

void OAuthIssuer::addRoutes(Router &router)
{
    using Place = OAuthVariant::ServerPlace;
    const auto tellMetadata = [this](const HttpRequest &, const PathArguments &) { return oauthJson(200, metadata()); };
    if (isProvider() || m_variant.serverPlace == Place::OpenId)
        router.add("GET", m_setup.path + "/.well-known/openid-configuration", tellMetadata);
    else if (m_variant.serverPlace == Place::OAuth)
        router.add("GET", "/.well-known/oauth-authorization-server" + m_setup.path, tellMetadata);
    router.add("GET", m_setup.path + "/authorize", [this](const HttpRequest &request, const PathArguments &) { return authorize(request); });
    router.add("POST", m_setup.path + "/token", [this](const HttpRequest &request, const PathArguments &) { return token(request); });
    if (m_variant.revokes && !isProvider())
        router.add("POST", m_setup.path + "/revoke", [this](const HttpRequest &request, const PathArguments &) { return revoke(request); });
    if (m_variant.registers && !isProvider())
        router.add("POST", m_setup.path + "/register", [this](const HttpRequest &request, const PathArguments &) {
            m_state.count("register");
            return m_clients.enroll(request);
        });
}

Json OAuthIssuer::metadata() const
{
    Json body{{"issuer", m_variant.claimedIssuer.empty() ? issuer() : m_variant.claimedIssuer},
              {"authorization_endpoint", m_variant.page.empty() ? issuer() + "/authorize" : m_variant.page},
              {"token_endpoint", issuer() + "/token"},
              {"response_types_supported", {"code"}},
              {"grant_types_supported", {"authorization_code", "refresh_token"}},
              {"token_endpoint_auth_methods_supported", isProvider() ? std::vector<std::string>{"client_secret_basic"} : m_variant.authMethods},
              {"token_endpoint_auth_signing_alg_values_supported", {"ES256"}},
              {"scopes_supported", {"mcp:read", "mcp:write", "offline_access"}},
              {"authorization_response_iss_parameter_supported", m_variant.advertisesIssuer},
              {"client_id_metadata_document_supported", m_variant.takesDocuments}};
    if (m_variant.offersS256)
        body["code_challenge_methods_supported"] = {"S256"};
    if (m_variant.registers && !isProvider())
        body["registration_endpoint"] = issuer() + "/register";
    if (m_variant.revokes && !isProvider())
        body["revocation_endpoint"] = issuer() + "/revoke";
    if (m_variant.isEnterprise && !isProvider())
        body["authorization_grant_profiles_supported"] = {"urn:ietf:params:oauth:grant-profile:id-jag"};
    return body;
}

/// Empty, or the error that goes back to the client by redirect.
std::string OAuthIssuer::authorizeProblem(const HttpRequest &request) const
{
    if (request.parameter("response_type") != "code")
        return "unsupported_response_type";
    if (request.parameter("code_challenge").empty() || request.parameter("code_challenge_method") != "S256")
        return "invalid_request";
    if (!isProvider() && request.parameter("resource") != m_setup.resource)
        return "invalid_target";
    return m_variant.declines ? "access_denied" : std::string();
}

HttpReply OAuthIssuer::back(const HttpRequest &request, const std::string &fields) const
{
    using Answer = OAuthVariant::IssuerAnswer;
    std::string target(request.parameter("redirect_uri"));
    target += (target.find('?') == std::string::npos ? "?" : "&") + fields;
    if (!request.parameter("state").empty())
        target += "&state=" + percentEncoded(std::string(request.parameter("state")));
    if (m_variant.issuerAnswer != Answer::Absent)
        target += "&iss=" + percentEncoded(m_variant.issuerAnswer == Answer::Right ? issuer() : "https://evil.example");
    HttpReply reply = pageReply(302, "Signed in; you are sent back.");
    reply.headers.emplace_back("Location", target);
    reply.headers.emplace_back("Cache-Control", "no-store");
    return reply;
}

HttpReply OAuthIssuer::authorize(const HttpRequest &request)
{
    m_state.count("authorize");
    const std::string redirect(request.parameter("redirect_uri"));
    const auto client = m_clients.find(std::string(request.parameter("client_id")));
    if (!client || !client->allowsRedirect(redirect))
        return pageReply(400, "This client, or its way back, is not known here."); // never redirected
    if (const std::string problem = authorizeProblem(request); !problem.empty())
        return back(request, "error=" + problem + "&error_description=The+lab+said+so");
    OAuthGrant grant;
    grant.clientId = client->id;
    grant.redirectUri = redirect;
    grant.challenge = request.parameter("code_challenge");
    grant.resource = request.parameter("resource");
    grant.scopes = scopesOr(std::string(request.parameter("scope")), "mcp:read");
    return back(request, "code=" + m_state.addCode(std::move(grant)));
}

/// What a client that has authenticated sends as a form.
HttpReply OAuthIssuer::answerForm(const HttpRequest &request, const std::function<HttpReply(const OAuthClient &, const OAuthForm &)> &answer)
{
    if (!request.header("content-type").starts_with("application/x-www-form-urlencoded") || request.body.size() > mostFormBytes)
        return oauthError(400, "invalid_request", "The body is not a form.");
    const OAuthForm form = decodeQuery(request.body);
    const auto asker = m_clients.authenticate(request, form, issuer());
    const auto *refused = std::get_if<HttpReply>(&asker);
    return refused ? *refused : answer(std::get<OAuthClient>(asker), form);
}

HttpReply OAuthIssuer::token(const HttpRequest &request)
{
    return answerForm(request, [this](const OAuthClient &client, const OAuthForm &form) { return grantToken(client, form); });
}

HttpReply OAuthIssuer::grantToken(const OAuthClient &client, const OAuthForm &form)
{
    const std::string grant = formValue(form, "grant_type");
    m_state.count(grant);
    if (grant == "authorization_code")
        return byCode(client, form);
    if (grant == "refresh_token")
        return byRefresh(client, form);
    if (grant == "client_credentials" && client.mayActAlone)
        return byClient(client, form);
    if (grant == "urn:ietf:params:oauth:grant-type:jwt-bearer" && !m_setup.providerIssuer.empty())
        return byWord(client, form);
    if (grant == "urn:ietf:params:oauth:grant-type:token-exchange" && isProvider())
        return giveWord(client, form);
    return oauthError(400, grant == "client_credentials" ? "unauthorized_client" : "unsupported_grant_type", "This grant is not given here.");
}

/// A token that is not known here is over, too (RFC 7009 section 2.2).
HttpReply OAuthIssuer::revoke(const HttpRequest &request)
{
    return answerForm(request, [this](const OAuthClient &client, const OAuthForm &form) {
        m_state.count("revoke");
        if (!m_state.revoke(formValue(form, "token"), client.id))
            return oauthError(400, "invalid_request", "The token is another client's.");
        return pageReply(200, "It is over.");
    });
}

HttpReply OAuthIssuer::byCode(const OAuthClient &client, const OAuthForm &form)
{
    const auto grant = m_state.takeCode(formValue(form, "code"));
    if (!grant || grant->clientId != client.id || grant->redirectUri != formValue(form, "redirect_uri"))
        return oauthError(400, "invalid_grant", "The code is unknown, was used, or is another client's.");
    if (sha256Text(formValue(form, "code_verifier")) != grant->challenge)
        return oauthError(400, "invalid_grant", "The verifier does not fit the challenge.");
    if (!isProvider() && formValue(form, "resource") != m_setup.resource)
        return oauthError(400, "invalid_target", "The resource is another one.");
    return give(*grant, true);
}

HttpReply OAuthIssuer::byRefresh(const OAuthClient &client, const OAuthForm &form)
{
    const auto grant = m_state.takeRefresh(formValue(form, "refresh_token"));
    if (!grant || grant->clientId != client.id)
        return oauthError(400, "invalid_grant", "The refresh token is unknown or was used.");
    return give(*grant, true);
}

HttpReply OAuthIssuer::byClient(const OAuthClient &client, const OAuthForm &form)
{
    if (formValue(form, "resource") != m_setup.resource)
        return oauthError(400, "invalid_target", "The resource is another one.");
    OAuthGrant grant;
    grant.clientId = client.id;
    grant.resource = m_setup.resource;
    grant.scopes = scopesOr(formValue(form, "scope"), "mcp:read");
    return give(grant, false);
}

/// The identity provider's word (RFC 7523 section 3 and the ID-JAG profile).
HttpReply OAuthIssuer::byWord(const OAuthClient &client, const OAuthForm &form)
{
    const auto word = readJwt(formValue(form, "assertion"), "oauth-id-jag+jwt");
    if (!word || word->value("iss", "") != m_setup.providerIssuer || word->value("aud", "") != issuer())
        return oauthError(400, "invalid_grant", "The assertion is not the provider's, or not for this server.");
    if (word->value("client_id", "") != client.id || word->value("resource", "") != m_setup.resource)
        return oauthError(400, "invalid_grant", "The assertion is for another client or resource.");
    OAuthGrant grant;
    grant.clientId = client.id;
    grant.resource = m_setup.resource;
    const std::set<std::string> allowed = scopesOr(word->value("scope", ""), "mcp:read");
    for (const std::string &scope : scopesOr(formValue(form, "scope"), scopeText(allowed)))
        if (allowed.contains(scope))
            grant.scopes.insert(scope);
    return give(grant, false);
}

/// Token exchange (RFC 8693): an identity token for an ID-JAG, when the provider's policy allows it.
HttpReply OAuthIssuer::giveWord(const OAuthClient &client, const OAuthForm &form)
{
    const auto identity = readJwt(formValue(form, "subject_token"), "JWT");
    if (formValue(form, "requested_token_type") != idJag || !identity || identity->value("aud", "") != client.id)
        return oauthError(400, "invalid_grant", "The subject token is not ours, or has ended.");
    const std::string scope = formValue(form, "scope");
    if (formValue(form, "audience") != m_setup.wordFor || scopeSet(scope).contains("mcp:admin"))
        return oauthError(400, "access_denied", "The organisation does not allow this server.");
    const Json claims{{"jti", randomToken()}, {"iss", issuer()}, {"sub", identity->value("sub", "")}, {"aud", m_setup.wordFor},
                      {"resource", m_setup.wordResource}, {"client_id", m_setup.wordClient}, {"scope", scope}, {"iat", now()}, {"exp", now() + wordSeconds}};
    return oauthJson(200, {{"issued_token_type", idJag}, {"access_token", signedJwt("oauth-id-jag+jwt", claims)}, {"token_type", "N_A"}, {"expires_in", wordSeconds}});
}

HttpReply OAuthIssuer::give(const OAuthGrant &grant, bool mayRefresh)
{
    Json body{{"access_token", m_state.addAccess(grant, Seconds(m_variant.tokenSeconds))}, {"token_type", "Bearer"},
              {"expires_in", m_variant.tokenSeconds}, {"scope", scopeText(grant.scopes)}};
    if (mayRefresh && m_variant.refreshes && !isProvider())
        body["refresh_token"] = m_state.addRefresh(grant);
    if (isProvider() && grant.scopes.contains("openid"))
        body["id_token"] = signedJwt("JWT", {{"iss", issuer()}, {"sub", "employee-7"}, {"aud", grant.clientId}, {"iat", now()}, {"exp", now() + m_variant.tokenSeconds}});
    return oauthJson(200, body);
}

std::string OAuthIssuer::signedJwt(const std::string &type, Json claims) const
{
    const std::string input = base64UrlEncode(jsonBody({{"typ", type}, {"alg", "HS256"}})) + "." + base64UrlEncode(jsonBody(claims));
    return input + "." + hmacText(m_setup.providerKey, input);
}

std::optional<Json> OAuthIssuer::readJwt(const std::string &jwt, const std::string &type) const
{
    const size_t first = jwt.find('.');
    const size_t last = jwt.rfind('.');
    if (first == std::string::npos || first == last || hmacText(m_setup.providerKey, jwt.substr(0, last)) != jwt.substr(last + 1))
        return std::nullopt;
    const Json header = Json::parse(base64UrlDecode(jwt.substr(0, first)).value_or(""), nullptr, false); // ours: the signature says so
    const Json claims = Json::parse(base64UrlDecode(jwt.substr(first + 1, last - first - 1)).value_or(""), nullptr, false);
    const bool isGood = header.is_object() && claims.is_object() && header.value("typ", "") == type && claims.value("exp", int64_t{0}) > now();
    return isGood ? std::optional(claims) : std::nullopt;
}

} // namespace qd::lab
