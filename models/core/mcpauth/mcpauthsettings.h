#pragma once

#include "mcpauth/grant.h"

#include <QString>
#include <QStringList>

namespace qd {

/// What the user says about signing in to one MCP server; all of it optional. `clientSecret`, `clientKey`, `idpClientSecret`
/// and `idToken` are references ("${env:X}", "${secret:name}") until they are resolved for the length of a sign-in.
struct McpAuthSettings {
    oauth::Grant grant = oauth::Grant::AuthorizationCode;
    QString clientId;     ///< registered before
    QString clientIssuer; ///< where it was registered; the id is shown to nobody else
    QString clientSecret;
    QString clientKey;    ///< private key (PEM, P-256) for private_key_jwt
    QString keyId;
    QString documentUrl;  ///< our client id metadata document
    QStringList scopes;   ///< asked for beside what the server wants
    quint16 callbackPort = 0; ///< 0: any free one
    QString idpIssuer;    ///< enterprise-managed: the identity provider
    QString idpClientId;
    QString idpClientSecret;
    QString idToken;      ///< of an earlier sign-in at the provider; without it the browser is used
    bool operator==(const McpAuthSettings &) const = default;
};

} // namespace qd
