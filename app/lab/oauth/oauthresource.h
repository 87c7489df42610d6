#pragma once

#include "mcpserver/mcpserver.h"
#include "oauth/oauthissuer.h"

namespace qd::lab {

/// A protected MCP server: metadata (RFC 9728), challenges (RFC 6750), and a real MCP server behind them that only sees
/// requests with a token for this very resource and with the scopes that they need. Any thread.
class OAuthResource
{
public:
    /// `address` is the MCP server's URL. Borrows all of it.
    OAuthResource(const OAuthVariant &variant, const OAuthIssuer &issuer, std::string origin, std::string address);
    void addRoutes(Router &router);

private:
    [[nodiscard]] HttpReply metadata() const;
    HttpReply handle(const HttpRequest &request);
    [[nodiscard]] std::set<std::string> neededScopes(const HttpRequest &request, const std::set<std::string> &held) const;
    [[nodiscard]] HttpReply challenge(int status, const std::string &error, const std::set<std::string> &scopes) const;

    const OAuthVariant &m_variant;
    const OAuthIssuer &m_issuer;
    const std::string m_origin;
    const std::string m_address;
    McpServer m_server;
};

} // namespace qd::lab
