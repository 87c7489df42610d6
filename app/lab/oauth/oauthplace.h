#pragma once

#include "oauth/oauthkeys.h"
#include "oauth/oauthresource.h"
#include "result.h"
#include "server/labserver.h"

#include <memory>
#include <string>
#include <vector>

namespace qd::lab {

/// One variant on a port of its own, since well-known addresses belong to an origin: MCP server at /mcp, its authorization
/// server, and for "enterprise" the identity provider at /idp. Knows these clients beforehand:
/// "known-client" (public), "signed-client" and "machine-client" (key; the latter also a secret, may act alone), and at the
/// provider "employee-app" (secret), which is "enterprise-client" at the authorization server. Borrows the clock.
class OAuthPlace
{
public:
    /// Fails with ErrorKind::Conflict when no port is free.
    static Result<std::unique_ptr<OAuthPlace>> start(const OAuthVariant &variant, const Clock &clock);
    ~OAuthPlace();
    OAuthPlace(const OAuthPlace &) = delete;
    OAuthPlace &operator=(const OAuthPlace &) = delete;

    [[nodiscard]] const OAuthVariant &variant() const { return m_variant; }
    [[nodiscard]] std::string mcpUrl() const { return m_origin + "/mcp"; }
    [[nodiscard]] OAuthIssuer &issuer() { return *m_issuer; }
    /// Null but for "enterprise".
    [[nodiscard]] OAuthIssuer *provider() { return m_provider.get(); }
    [[nodiscard]] const std::string &clientSecret() const { return m_secret; }
    [[nodiscard]] const std::string &clientKey() const { return m_keys.privatePem; }
    /// How many requests a path got, by its first line: "GET /x".
    [[nodiscard]] std::vector<std::string> seen() const;
    void stop() { m_server->stop(); }

private:
    OAuthPlace(const OAuthVariant &variant, const Clock &clock);
    Result<void> bind();
    void addClients();

    const OAuthVariant m_variant;
    const Clock &m_clock;
    const EcKeyPair m_keys;
    const std::string m_secret;
    std::string m_origin;
    Router m_router;
    Router m_front; ///< writes down what comes, and hands it on
    std::unique_ptr<OAuthIssuer> m_issuer;
    std::unique_ptr<OAuthIssuer> m_provider;
    std::unique_ptr<OAuthResource> m_resource;
    std::unique_ptr<LabServer> m_server;
    mutable std::mutex m_mutex;
    std::vector<std::string> m_seen;
};

} // namespace qd::lab
