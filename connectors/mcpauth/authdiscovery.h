#pragma once

#include "mcpauth/authclient.h"
#include "mcpauth/authrun.h"
#include "mcpauth/challenge.h"
#include "mcpauth/metadata.h"

#include <optional>

namespace qd {

/// What has to be known before a token can be asked for.
struct DiscoveredAuth {
    QString resource;   ///< verbatim from the metadata, or the server's URL where there is none
    QStringList resourceScopes;
    oauth::ServerMetadata server; ///< checked
};

/// Finds a protected MCP server's metadata and that of its authorization server (checklist rows 50 to 52), one address after
/// the other. Errors: Protocol with what did not match; what HttpClient gives.
class AuthDiscovery final : public AuthRun<DiscoveredAuth>
{
public:
    static constexpr qsizetype maxIssuers = 5;

    struct Wish {
        std::optional<oauth::BearerChallenge> challenge;
        QString preferredIssuer; ///< taken when the server lists it
        oauth::Grant grant = oauth::Grant::AuthorizationCode;
    };
    static Call start(AuthClient &client, const Wish &wish, QObject *context, Completion<DiscoveredAuth> completion);
    /// The metadata of an authorization server that is known already; there is no resource then.
    static Call startAtIssuer(AuthClient &client, const QString &issuer, QObject *context, Completion<DiscoveredAuth> completion);

private:
    AuthDiscovery(AuthClient &client, Wish wish, QObject *context, Completion<DiscoveredAuth> completion);

    void nextResourcePlace();
    void onResource(const QString &url, const Result<HttpResponse> &reply);
    void takeResource(const QString &url, const HttpResponse &response);
    void fallBack();
    void nextIssuer();
    void nextServerPlace();
    void onServer(const QString &url, const Result<HttpResponse> &reply);
    void takeServer(const QString &url, const HttpResponse &response);
    void failIssuer(const Error &error);

    AuthClient &m_client;
    const Wish m_wish;
    QStringList m_resourcePlaces;
    std::optional<Error> m_toldError; ///< of the address in the challenge; the well-known ones come after it
    QStringList m_issuers;
    QString m_issuer;
    QStringList m_serverPlaces;
    bool m_isFallback = false; ///< no resource metadata: revision 2025-03-26
    DiscoveredAuth m_found;
    std::optional<Error> m_lastError;
};

} // namespace qd
