#include "mcpauth/mcpsignout.h"

#include "mcpauth/enterprisesignin.h"
#include "mcpauth/tokenowner.h"

#include <utility>

namespace qd {

Call McpSignOut::start(const McpSignInParts &parts, const oauth::WebUrl &server, const McpAuthSettings &settings, QObject *context, Completion<bool> completion)
{
    auto *run = new McpSignOut(parts, server, settings, context, std::move(completion));
    const Call handle = run->handle();
    run->follow(run->m_parts.keeper.readAll(server.text, run, run->then<QList<KeptAtIssuer>>([run](const Result<QList<KeptAtIssuer>> &kept) {
        kept ? run->forget(*kept) : run->finish(kept.error());
    })));
    return handle;
}

McpSignOut::McpSignOut(const McpSignInParts &parts, const oauth::WebUrl &server, McpAuthSettings settings, QObject *context, Completion<bool> completion)
    : AuthRun(nullptr, context, std::move(completion)), m_parts(parts), m_server(server), m_settings(std::move(settings)), m_guard(server, parts.lookup),
      m_client(parts.http, m_guard, parts.tell)
{
}

void McpSignOut::forget(const QList<KeptAtIssuer> &kept)
{
    m_wasKept = !kept.isEmpty();
    m_names = {m_server.text};
    if (!m_settings.idpClientId.isEmpty())
        m_names << EnterpriseSignIn::keptAt(m_settings);
    for (const KeptAtIssuer &one : kept) {
        if (!one.kept.idTokenAt.isEmpty())
            m_names << one.kept.idTokenAt;
        if (!one.kept.refreshToken.isEmpty() || !one.kept.accessToken.isEmpty())
            m_kept.append(one);
    }
    m_names.removeDuplicates();
    forgetNext();
}

void McpSignOut::forgetNext()
{
    if (m_names.isEmpty())
        return nextIssuer();
    follow(m_parts.keeper.forgetAll(m_names.takeFirst(), this, then<void>([this](const Result<void> &forgotten) {
        if (m_forgotten)
            m_forgotten = forgotten;
        forgetNext();
    })));
}

void McpSignOut::nextIssuer()
{
    if (m_kept.isEmpty())
        return finish(m_forgotten ? Result<bool>(m_wasKept) : Result<bool>(m_forgotten.error()));
    follow(AuthDiscovery::startAtIssuer(m_client, m_kept.first().issuer, this, then<DiscoveredAuth>([this](const Result<DiscoveredAuth> &found) { onServer(found); })));
}

void McpSignOut::onServer(const Result<DiscoveredAuth> &found)
{
    const bool isOwned = !m_kept.first().kept.tokenClient.isEmpty();
    if (!found || !isOwned || found->server.revocationEndpoint.isEmpty()) {
        tellFailure(!found ? found.error().message : isOwned ? QStringLiteral("it takes no revocations, so its tokens live until they end") : QStringLiteral("nobody has kept which client its tokens were given to"));
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

/// The one that others can be made from goes first.
void McpSignOut::nextToken()
{
    if (m_tokens.isEmpty()) {
        m_kept.removeFirst();
        return nextIssuer();
    }
    const auto [kind, token] = m_tokens.takeFirst();
    const QString purpose = kind == QLatin1String("refresh_token") ? QStringLiteral("the token that renews") : QStringLiteral("the token");
    const TokenRequest what{.server = m_metadata, .proof = proofOf(ownerOf(m_kept.first().kept, m_settings), m_settings), .grant = oauth::Form{{"token", token}, {"token_type_hint", kind}}, .purpose = purpose};
    follow(requestRevocation(m_client, m_parts.clock, what, this, then<void>([this](const Result<void> &) { nextToken(); })));
}

} // namespace qd
