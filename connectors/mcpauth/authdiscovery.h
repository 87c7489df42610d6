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
/// the other: what is no JSON object, or trouble of the server's, is no metadata. Errors: Protocol with what did not match; what HttpClient gives.
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

    /// True: there is no metadata in this answer, and the next place is to be asked. `isNamed`: by the challenge.
    bool passOver(const QString &url, const Result<HttpResponse> &reply, bool isNamed, const QString &what);
    /// What all the places answered.
    [[nodiscard]] Error notFound(const QString &what) const;
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
    QStringList m_issuers;
    QString m_issuer;
    QStringList m_serverPlaces;
    QStringList m_passed; ///< the places of one document that had none, each with its answer
    std::optional<Error> m_trouble; ///< of one of them, which is not just absent
    bool m_isFallback = false; ///< no resource metadata: revision 2025-03-26
    DiscoveredAuth m_found;
    std::optional<Error> m_lastError;
};

} // namespace qd
