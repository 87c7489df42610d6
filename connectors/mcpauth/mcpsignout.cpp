#include "mcpauth/mcpsignout.h"

#include <utility>

namespace qd {

Call McpSignOut::start(const McpSignInParts &parts, const oauth::WebUrl &server, const McpAuthSettings &settings, QObject *context, Completion<void> completion)
{
    auto *run = new McpSignOut(parts, server, settings, context, std::move(completion));
    const Call handle = run->handle();
    run->follow(run->m_parts.keeper.readAll(server.text, run, run->then<QList<KeptAtIssuer>>([run](const Result<QList<KeptAtIssuer>> &kept) { run->forget(kept.value_or(QList<KeptAtIssuer>())); })));
    return handle;
}

McpSignOut::McpSignOut(const McpSignInParts &parts, const oauth::WebUrl &server, McpAuthSettings settings, QObject *context, Completion<void> completion)
    : AuthRun(nullptr, context, std::move(completion)), m_parts(parts), m_server(server), m_settings(std::move(settings)), m_guard(server, parts.lookup),
      m_client(parts.http, m_guard, parts.tell)
{
}

void McpSignOut::forget(const QList<KeptAtIssuer> &kept)
{
    for (const KeptAtIssuer &one : kept)
        if (!one.kept.refreshToken.isEmpty() || !one.kept.accessToken.isEmpty())
            m_kept.append(one);
    follow(m_parts.keeper.forgetAll(m_server.text, this, then<void>([this](const Result<void> &forgotten) {
        m_forgotten = forgotten;
        nextIssuer();
    })));
}

void McpSignOut::nextIssuer()
{
    if (m_kept.isEmpty())
        return finish(m_forgotten);
    follow(AuthDiscovery::startAtIssuer(m_client, m_kept.first().issuer, this, then<DiscoveredAuth>([this](const Result<DiscoveredAuth> &found) { onServer(found); })));
}

void McpSignOut::onServer(const Result<DiscoveredAuth> &found)
{
    if (!found || found->server.revocationEndpoint.isEmpty()) {
        tellFailure(found ? QStringLiteral("it takes no revocations, so its tokens live until they end") : found.error().message);
        m_kept.removeFirst();
        return nextIssuer();
    }
    m_metadata = found->server;
    const KeptSignIn &kept = m_kept.first().kept;
    for (const auto &token : {std::pair(QStringLiteral("refresh_token"), kept.refreshToken), std::pair(QStringLiteral("access_token"), kept.accessToken)})
        if (!token.second.isEmpty())
            m_tokens.append(token);
    nextToken();
}

void McpSignOut::tellFailure(const QString &why)
{
    m_client.tell({.what = QStringLiteral("revoke"), .url = oauth::shownUrl(m_kept.first().issuer), .decision = QStringLiteral("not revoked there: %1").arg(why), .isFailure = true});
}

/// As for a renewal: the client that the tokens were given to.
ClientProof McpSignOut::proof() const
{
    oauth::ClientIdentity identity = m_kept.first().kept.client;
    if (identity.id.isEmpty() || !m_settings.clientId.isEmpty())
        identity = {.id = m_settings.clientId.isEmpty() ? m_settings.documentUrl : m_settings.clientId, .secret = m_settings.clientSecret, .authMethod = {}};
    return {.client = identity, .key = m_settings.clientKey.toUtf8(), .keyId = m_settings.keyId};
}

/// The one that others can be made from goes first.
void McpSignOut::nextToken()
{
    if (m_tokens.isEmpty()) {
        m_kept.removeFirst();
        return nextIssuer();
    }
    const auto [kind, token] = m_tokens.takeFirst();
    const QString purpose = kind == QLatin1String("refresh_token") ? QStringLiteral("the token that renews") : QStringLiteral("the token");
    const TokenRequest what{.server = m_metadata, .proof = proof(), .grant = oauth::Form{{"token", token}, {"token_type_hint", kind}}, .purpose = purpose};
    follow(requestRevocation(m_client, m_parts.clock, what, this, then<void>([this](const Result<void> &) { nextToken(); })));
}

} // namespace qd
