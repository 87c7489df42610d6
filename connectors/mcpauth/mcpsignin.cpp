#include "mcpauth/mcpsignin.h"

#include "http/errormapping.h"
#include "mcpauth/enterprisesignin.h"
#include "mcpauth/scopes.h"
#include "mcpauth/tokenowner.h"

#include <algorithm>
#include <utility>

namespace qd {

namespace {

/// A token that is about to end is not sent.
constexpr Seconds nearEnd{15};

/// Another program that renews at the same time has written down by then what it got.
constexpr Milliseconds otherRun{500};

constexpr qsizetype mostGiven = 50;

bool isRefusal(const Error &error) { return error.kind == ErrorKind::Unauthorized; }

} // namespace

Call McpSignIn::start(const McpSignInParts &parts, const McpSignInWish &wish, QObject *context, Completion<McpToken> completion)
{
    auto *run = new McpSignIn(parts, wish, context, std::move(completion));
    const Call handle = run->handle();
    const AuthDiscovery::Wish discovery{.challenge = wish.challenge, .preferredIssuer = wish.settings.clientIssuer, .grant = wish.settings.grant};
    run->follow(AuthDiscovery::start(run->m_client, discovery, run, run->then<DiscoveredAuth>([run](const Result<DiscoveredAuth> &found) {
        found ? run->onDiscovered(*found) : run->onNothingFound(found.error());
    })));
    return handle;
}

McpSignIn::McpSignIn(const McpSignInParts &parts, McpSignInWish wish, QObject *context, Completion<McpToken> completion)
    : AuthRun(nullptr, context, std::move(completion)), m_parts(parts), m_wish(std::move(wish)), m_guard(m_wish.server, parts.lookup),
      m_client(parts.http, m_guard, parts.tell)
{
}

void McpSignIn::onDiscovered(const DiscoveredAuth &found)
{
    m_found = found;
    follow(m_parts.keeper.read(m_wish.server.text, found.server.issuer, this,
                               then<KeptSignIn>([this](const Result<KeptSignIn> &kept) { onKept(kept.value_or(KeptSignIn())); })));
}

/// An authorization server that is away makes no token, but takes none from us either.
void McpSignIn::onNothingFound(const Error &error)
{
    const bool isAway = error.kind == ErrorKind::Network || error.kind == ErrorKind::Timeout || error.kind == ErrorKind::Server;
    if (!isAway || m_wish.isStepUp)
        return finish(error);
    follow(m_parts.keeper.readAll(m_wish.server.text, this, then<QList<KeptAtIssuer>>([this, error](const Result<QList<KeptAtIssuer>> &kept) {
        useWithoutIssuer(kept.value_or(QList<KeptAtIssuer>()), error);
    })));
}

/// A kept token goes to the server that it was made for, and to nobody else.
void McpSignIn::useWithoutIssuer(const QList<KeptAtIssuer> &kept, const Error &error)
{
    for (const KeptAtIssuer &one : kept) {
        m_kept = one.kept;
        if (!isKeptFor(m_kept, m_wish.settings) || !mayUse())
            continue;
        m_client.tell({.what = QStringLiteral("keychain"), .url = {}, .decision = QStringLiteral("a token of %1 is kept, which has not ended").arg(oauth::shownUrl(one.issuer))});
        return finish(McpToken{.secret = m_kept.accessToken, .scopes = m_kept.scopes});
    }
    finish(error);
}

void McpSignIn::onKept(const KeptSignIn &kept)
{
    m_kept = kept;
    const bool isOurs = !m_wish.isStepUp && isKeptFor(kept, m_wish.settings);
    if (!isOurs && !m_wish.isStepUp && !kept.accessToken.isEmpty())
        m_client.tell({.what = QStringLiteral("keychain"), .url = {}, .decision = QStringLiteral("the token that is kept was given to another client, or lacks scopes that are asked for")});
    if (isOurs && mayUse()) {
        m_client.tell({.what = QStringLiteral("keychain"), .url = {}, .decision = QStringLiteral("a token for this server and issuer is kept")});
        return finish(McpToken{.secret = kept.accessToken, .scopes = kept.scopes});
    }
    isOurs && mayRenew() ? renew() : obtain();
}

bool McpSignIn::mayUse() const
{
    const bool isFresh = !m_kept.expires || m_parts.clock.now() + nearEnd < *m_kept.expires;
    return isFresh && !m_kept.accessToken.isEmpty() && m_kept.accessToken != m_wish.refused;
}

/// What was renewed and refused before its time would be refused again.
bool McpSignIn::mayRenew() const
{
    const bool hasEnded = m_kept.expires && *m_kept.expires <= m_parts.clock.now();
    const bool isUseless = m_wish.isRenewed && m_kept.accessToken == m_wish.refused && !hasEnded;
    return !m_kept.refreshToken.isEmpty() && !isUseless;
}

/// With the client that the token was given to.
void McpSignIn::renew()
{
    m_identity = ownerOf(m_kept, m_wish.settings);
    const TokenRequest what{.server = m_found.server, .proof = proofOf(m_identity, m_wish.settings), .grant = oauth::refreshGrant(m_kept.refreshToken, m_found.resource),
                            .purpose = QStringLiteral("a renewed token")};
    follow(requestToken(m_client, m_parts.clock, what, this, then<authcodec::TokenAnswer>([this](const Result<authcodec::TokenAnswer> &answer) {
        answer ? take(*answer, false) : onNotRenewed(answer.error());
    })));
}

void McpSignIn::onNotRenewed(const Error &error)
{
    if (!isRefusal(error))
        return finish(error);
    if (error.vendorCode == QLatin1String("invalid_grant") && !std::exchange(m_hasReadAgain, true))
        return m_parts.timers.after(otherRun, this, [this] { readAgain(); });
    if (error.vendorCode == QLatin1String("invalid_client") && isRegistered())
        dropRegistration();
    m_kept.refreshToken.clear();
    obtain();
}

/// A refresh token that works once may have been used by another run of the program, which has kept what it got for it.
void McpSignIn::readAgain()
{
    if (isEnded())
        return;
    follow(m_parts.keeper.read(m_wish.server.text, m_found.server.issuer, this, then<KeptSignIn>([this](const Result<KeptSignIn> &kept) {
        if (kept && !kept->accessToken.isEmpty() && kept->accessToken != m_kept.accessToken)
            return onKept(*kept);
        m_kept.refreshToken.clear();
        obtain();
    })));
}

/// The client as it was registered here, and kept; not one of the settings.
bool McpSignIn::isRegistered() const
{
    return !m_kept.client.id.isEmpty() && m_identity.id == m_kept.client.id && m_identity.id != m_wish.settings.clientId;
}

/// The server has forgotten it, and so what it was given is worth nothing.
void McpSignIn::dropRegistration()
{
    m_client.tell({.what = QStringLiteral("choose"), .url = {}, .decision = QStringLiteral("the client that was registered here before is no longer known: it is registered anew")});
    m_kept.client = {};
    m_kept.redirectUri.clear();
    m_kept.accessToken.clear();
    m_kept.refreshToken.clear();
    m_kept.tokenClient.clear();
}

/// Whether a client of the settings has something that must not reach another authorization server (checklist row 58).
bool McpSignIn::isGivenProven() const
{
    const McpAuthSettings &settings = m_wish.settings;
    return !settings.clientId.isEmpty() && !(settings.clientSecret.isEmpty() && settings.clientKey.isEmpty());
}

void McpSignIn::obtain()
{
    if (m_wish.isStepUp && wantedScopes(false).size() <= m_wish.held.size())
        return finish(Error{.kind = ErrorKind::Forbidden, .message = QStringLiteral("The server says that scopes are missing, but neither it nor its metadata names one that the token lacks.")});
    if (!isGivenProven() || !m_wish.settings.clientIssuer.isEmpty())
        return obtainByGrant();
    follow(m_parts.keeper.readAll(m_wish.server.text, this, then<QList<KeptAtIssuer>>([this](const Result<QList<KeptAtIssuer>> &kept) {
        const QList<KeptAtIssuer> all = kept.value_or(QList<KeptAtIssuer>());
        for (const KeptAtIssuer &one : all)
            if (one.kept.givenClients.contains(m_wish.settings.clientId))
                m_usedAt << one.issuer;
        obtainByGrant();
    })));
}

oauth::ClientOffer McpSignIn::offer() const
{
    return {.givenId = m_wish.settings.clientId, .givenIssuer = m_wish.settings.clientIssuer, .usedAt = m_usedAt,
            .documentUrl = m_wish.settings.documentUrl, .hasRegistration = !m_kept.client.id.isEmpty()};
}

void McpSignIn::obtainByGrant()
{
    if (const auto refusal = oauth::refusalToShow(offer(), m_found.server))
        return giveUp(*refusal);
    switch (m_wish.settings.grant) {
    case oauth::Grant::AuthorizationCode: return obtainByCode();
    case oauth::Grant::ClientCredentials: return obtainByCredentials();
    case oauth::Grant::EnterpriseManaged: return obtainByEnterprise();
    }
}

/// No client can be chosen.
void McpSignIn::giveUp(const Error &error)
{
    m_client.tell({.what = QStringLiteral("choose"), .url = {}, .decision = error.message, .isFailure = true});
    finish(error);
}

QStringList McpSignIn::wantedScopes(bool wantsRefresh) const
{
    QStringList challenged = m_wish.challenge ? m_wish.challenge->scopes : QStringList();
    if (m_wish.isStepUp && challenged.isEmpty())
        challenged = m_found.resourceScopes; // also beside those that the user asks for
    const oauth::ScopeOffer offer{.asked = m_wish.settings.scopes, .challenged = challenged, .ofResource = m_found.resourceScopes,
                                  .ofServer = m_found.server.scopes, .wantsRefresh = wantsRefresh};
    const QStringList chosen = oauth::chooseScopes(offer);
    return m_wish.isStepUp ? oauth::unionOfScopes(m_wish.held, chosen) : chosen;
}

void McpSignIn::obtainByCredentials()
{
    m_identity = {.id = m_wish.settings.clientId, .secret = m_wish.settings.clientSecret, .authMethod = {}};
    if (!isGivenProven())
        return finish(Error{.kind = ErrorKind::Unauthorized, .message = QStringLiteral("Signing in as a client needs its id, and a secret or a key.")});
    request(oauth::credentialsGrant(wantedScopes(false), m_found.resource), QStringLiteral("a token for the client itself"), true);
}

/// The employer's identity provider vouches for the person (enterprise-managed authorization, sections 4 and 5).
void McpSignIn::obtainByEnterprise()
{
    const McpAuthSettings &settings = m_wish.settings;
    m_identity = {.id = settings.clientId.isEmpty() ? settings.documentUrl : settings.clientId, .secret = settings.clientSecret, .authMethod = {}};
    const EnterpriseSignIn::Wish wish{.settings = settings, .audience = m_found.server.issuer, .resource = m_found.resource, .scopes = wantedScopes(false), .server = m_wish.server.text};
    if (const auto refusal = EnterpriseSignIn::refusal(wish, m_found.server))
        return finish(*refusal);
    follow(EnterpriseSignIn::start(m_parts, wish, this, then<QString>([this, scopes = wish.scopes](const Result<QString> &assertion) {
        if (!assertion)
            return finish(assertion.error());
        if (m_wish.settings.idToken.isEmpty())
            m_kept.idTokenAt = EnterpriseSignIn::keptAt(m_wish.settings);
        request(oauth::jwtBearerGrant(*assertion, scopes, m_found.resource), QStringLiteral("a token on the provider's word"), true);
    })));
}

void McpSignIn::request(const oauth::Form &grant, const QString &purpose, bool isNew)
{
    const TokenRequest what{.server = m_found.server, .proof = proofOf(m_identity, m_wish.settings), .grant = grant, .purpose = purpose};
    follow(requestToken(m_client, m_parts.clock, what, this, then<authcodec::TokenAnswer>([this, isNew](const Result<authcodec::TokenAnswer> &answer) {
        if (answer)
            return take(*answer, isNew);
        const bool isForgotten = answer.error().vendorCode == QLatin1String("invalid_client") && isRegistered() && !m_hasRegistered;
        if (!isForgotten)
            return finish(answer.error());
        dropRegistration();
        obtain();
    })));
}

void McpSignIn::take(const authcodec::TokenAnswer &answer, bool isNew)
{
    m_kept.accessToken = answer.accessToken;
    if (isNew || !answer.refreshToken.isEmpty()) // a server that does not rotate sends none
        m_kept.refreshToken = answer.refreshToken;
    m_kept.expires = answer.lifetime ? std::optional(m_parts.clock.now() + *answer.lifetime) : std::nullopt;
    m_kept.scopes = !answer.scopes.isEmpty() ? answer.scopes : isNew ? wantedScopes(true) : m_kept.scopes;
    m_kept.tokenClient = m_identity.id;
    if (isNew) {
        m_kept.grant = m_wish.settings.grant;
        m_kept.asked = m_wish.settings.scopes;
    }
    if (isGivenProven() && m_identity.id == m_wish.settings.clientId && !m_kept.givenClients.contains(m_identity.id))
        m_kept.givenClients = (QStringList{m_identity.id} + m_kept.givenClients).first(std::min(m_kept.givenClients.size() + 1, mostGiven));
    const McpToken token{.secret = m_kept.accessToken, .scopes = m_kept.scopes, .isNew = isNew, .isRenewed = !isNew};
    follow(m_parts.keeper.write(m_wish.server.text, m_found.server.issuer, m_kept, this, then<void>([this, token](const Result<void> &written) {
        m_client.tell({.what = QStringLiteral("keychain"), .url = {},
                       .decision = written ? QStringLiteral("kept for this server and issuer") : QStringLiteral("not kept beyond this program: %1").arg(written.error().message)});
        finish(token);
    })));
}

} // namespace qd
