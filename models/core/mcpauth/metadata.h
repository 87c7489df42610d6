#pragma once

#include "mcpauth/grant.h"
#include "mcpauth/weburl.h"
#include "result.h"

#include <QString>
#include <QStringList>

namespace qd::oauth {

/// What a protected resource says of itself (RFC 9728 section 2). Texts are the server's.
struct ResourceMetadata {
    QString resource; ///< as written; sent back exactly so
    QStringList authorizationServers;
    QStringList scopes;
    bool hasScopes = false; ///< scopes_supported is there, even when it is empty
    bool operator==(const ResourceMetadata &) const = default;
};

/// What an authorization server says of itself (RFC 8414 section 2). Texts are the server's.
struct ServerMetadata {
    QString issuer; ///< as written
    QString authorizationEndpoint;
    QString tokenEndpoint;
    QString registrationEndpoint;
    QString revocationEndpoint; ///< empty: it takes none (RFC 7009)
    QStringList scopes;
    QStringList grantTypes;        ///< empty: not said
    QStringList grantProfiles;     ///< authorization_grant_profiles_supported
    QStringList authMethods;       ///< of the token endpoint; empty: not said
    QStringList signingAlgorithms; ///< of client assertions; empty: not said
    QStringList challengeMethods;  ///< of PKCE
    bool sendsIssuer = false;      ///< authorization_response_iss_parameter_supported
    bool takesClientDocuments = false; ///< client_id_metadata_document_supported
    bool operator==(const ServerMetadata &) const = default;
};

/// The resource must be the server's URL, or a prefix of it at the border of a path segment, at the same origin (row 52), and
/// name an authorization server. ErrorKind::Protocol says what is wrong.
[[nodiscard]] Result<void> checkResource(const ResourceMetadata &metadata, const WebUrl &server);

/// The issuer must be the one that was asked for, letter by letter; there must be the endpoints that the grant needs, and for
/// the authorization code S256 (row 54). ErrorKind::Protocol says what is wrong. Addresses are checked where they are used.
[[nodiscard]] Result<void> checkServer(const ServerMetadata &metadata, const QString &issuer, Grant grant);

} // namespace qd::oauth
