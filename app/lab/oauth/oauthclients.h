#pragma once

#include "azurearm/armjson.h"
#include "clock.h"
#include "oauth/oauthvariant.h"
#include "server/httpreply.h"
#include "server/httprequest.h"

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace qd::lab {

using OAuthForm = std::multimap<std::string, std::string>;

/// The first value of a field, or empty.
std::string formValue(const OAuthForm &form, const std::string &name);
/// {"error":…,"error_description":…} of RFC 6749 section 5.2.
HttpReply oauthError(int status, const std::string &error, const std::string &description);
HttpReply oauthJson(int status, const Json &body);

struct OAuthClient {
    std::string id;
    std::string secret;
    std::string authMethod = "none";
    std::string publicPem; ///< of private_key_jwt
    std::vector<std::string> redirectUris;
    bool anyLoopbackPort = false; ///< RFC 8252 section 7.3
    bool mayActAlone = false;     ///< client credentials

    [[nodiscard]] bool allowsRedirect(const std::string &uri) const;
};

/// The clients that one authorization server knows: told beforehand, registered, or by their metadata document. Any thread.
class OAuthClients
{
public:
    OAuthClients(const OAuthVariant &variant, const Clock &clock) : m_variant(variant), m_clock(clock) {}

    void add(OAuthClient client);
    /// The document that `url` would give; this lab fetches nothing.
    void addDocument(const std::string &url, const std::string &json);
    [[nodiscard]] std::optional<OAuthClient> find(const std::string &id) const;
    /// RFC 7591; the reply is 201 or an error.
    HttpReply enroll(const HttpRequest &request);
    /// Who asks the token endpoint, or the refusal (invalid_client).
    std::variant<OAuthClient, HttpReply> authenticate(const HttpRequest &request, const OAuthForm &form, const std::string &issuer);

private:
    [[nodiscard]] std::optional<OAuthClient> ofDocument(const std::string &url) const;
    std::optional<std::string> refusal(const OAuthClient &client, const HttpRequest &request, const OAuthForm &form, const std::string &issuer);
    std::optional<std::string> assertionProblem(const OAuthClient &client, const OAuthForm &form, const std::string &issuer);

    const OAuthVariant &m_variant;
    const Clock &m_clock;
    mutable std::mutex m_mutex;
    std::map<std::string, OAuthClient> m_clients;
    std::map<std::string, std::string> m_documents;
    std::set<std::string> m_seenAssertions; ///< jti
};

/// "Basic …" taken apart and form-decoded.
std::optional<std::pair<std::string, std::string>> basicCredentials(std::string_view authorization);

} // namespace qd::lab
