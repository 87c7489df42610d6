#pragma once

#include <string>
#include <vector>

namespace qd {

/// What was typed about signing in to a protected MCP server. Secrets are references, never themselves.
struct McpSignInTyped {
    std::string browser;  ///< command; giving it agrees to opening the page
    std::string grant = "code";
    std::string clientId;
    std::string clientIssuer;
    std::string clientSecret; ///< "${env:X}" or "${secret:name}"; so the other three
    std::string clientKey;
    std::string keyId;
    std::string clientDocument;
    std::string idpIssuer;
    std::string idpClientId;
    std::string idpClientSecret;
    std::string idToken;
    std::vector<std::string> scopes;
    int callbackPort = 0;
};

} // namespace qd
