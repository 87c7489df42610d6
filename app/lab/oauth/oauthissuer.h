#pragma once

#include "oauth/oauthclients.h"
#include "oauth/oauthstate.h"
#include "server/router.h"

#include <functional>

namespace qd::lab {

/// One authorization server, or an identity provider, on a loopback address. Its user agrees to everything at once, unless
/// the variant says otherwise: nobody has to click in a lab. All answers come from its own clients, codes and tokens. Borrows
/// variant and clock; any thread.
class OAuthIssuer
{
public:
    struct Setup {
        std::string origin;   ///< "http://127.0.0.1:1234"
        std::string path;     ///< of the issuer, e.g. "/tenant"; may be empty
        std::string resource; ///< the only one it gives tokens for; empty: an identity provider
        std::string providerIssuer; ///< whose word is taken; empty: nobody's
        std::string providerKey;    ///< shared by provider and server
        std::string wordFor;        ///< provider: the issuer that its word is for
        std::string wordResource;   ///< provider: and the resource
        std::string wordClient;     ///< provider: how our client is called there
    };
    OAuthIssuer(const OAuthVariant &variant, const Clock &clock, Setup setup);

    void addRoutes(Router &router);
    [[nodiscard]] std::string issuer() const { return m_setup.origin + m_setup.path; }
    [[nodiscard]] OAuthClients &clients() { return m_clients; }
    [[nodiscard]] OAuthState &state() { return m_state; }
    [[nodiscard]] const OAuthState &state() const { return m_state; }

private:
    [[nodiscard]] bool isProvider() const { return m_setup.resource.empty(); }
    [[nodiscard]] Json metadata() const;
    HttpReply authorize(const HttpRequest &request);
    [[nodiscard]] std::string authorizeProblem(const HttpRequest &request) const;
    [[nodiscard]] HttpReply back(const HttpRequest &request, const std::string &fields) const;
    HttpReply answerForm(const HttpRequest &request, const std::function<HttpReply(const OAuthClient &, const OAuthForm &)> &answer);
    HttpReply token(const HttpRequest &request);
    HttpReply grantToken(const OAuthClient &client, const OAuthForm &form);
    HttpReply revoke(const HttpRequest &request);
    HttpReply byCode(const OAuthClient &client, const OAuthForm &form);
    HttpReply byRefresh(const OAuthClient &client, const OAuthForm &form);
    HttpReply byClient(const OAuthClient &client, const OAuthForm &form);
    HttpReply byWord(const OAuthClient &client, const OAuthForm &form);
    HttpReply giveWord(const OAuthClient &client, const OAuthForm &form);
    HttpReply give(const OAuthGrant &grant, bool mayRefresh);
    [[nodiscard]] std::string signedJwt(const std::string &type, Json claims) const;
    [[nodiscard]] std::optional<Json> readJwt(const std::string &jwt, const std::string &type) const;
    [[nodiscard]] int64_t now() const;

    const OAuthVariant &m_variant;
    const Clock &m_clock;
    const Setup m_setup;
    OAuthClients m_clients;
    OAuthState m_state;
};

} // namespace qd::lab
