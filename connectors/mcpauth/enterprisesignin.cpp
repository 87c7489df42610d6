#include "mcpauth/enterprisesignin.h"

namespace qd {

namespace {

constexpr QLatin1String idJagProfile("urn:ietf:params:oauth:grant-profile:id-jag");
constexpr QLatin1String idJagType("urn:ietf:params:oauth:token-type:id-jag");

Error enterpriseError(const QString &message) { return {.kind = ErrorKind::Unauthorized, .message = message}; }

} // namespace

std::optional<Error> EnterpriseSignIn::refusal(const Wish &wish, const oauth::ServerMetadata &server)
{
    if (!oauth::parseWebUrl(wish.settings.idpIssuer) || wish.settings.idpClientId.isEmpty())
        return enterpriseError(QStringLiteral("Enterprise-managed sign-in needs the identity provider's issuer and our client id there."));
    if (wish.settings.clientId.isEmpty() && wish.settings.documentUrl.isEmpty())
        return enterpriseError(QStringLiteral("Enterprise-managed sign-in needs our client id at the MCP server's authorization server."));
    if (!server.grantProfiles.contains(idJagProfile))
        return enterpriseError(QStringLiteral("The authorization server %1 does not take an identity provider's word (no id-jag profile).").arg(oauth::shownUrl(server.issuer)));
    return std::nullopt;
}

Call EnterpriseSignIn::start(const McpSignInParts &parts, const Wish &wish, QObject *context, Completion<QString> completion)
{
    const auto provider = oauth::parseWebUrl(wish.settings.idpIssuer).value_or(oauth::WebUrl());
    auto *run = new EnterpriseSignIn(parts, wish, provider, context, std::move(completion));
    const Call handle = run->handle();
    run->follow(AuthDiscovery::startAtIssuer(run->m_client, wish.settings.idpIssuer, run, run->then<DiscoveredAuth>([run](const Result<DiscoveredAuth> &found) {
        found ? run->onProvider(found->server) : run->finish(found.error());
    })));
    return handle;
}

EnterpriseSignIn::EnterpriseSignIn(const McpSignInParts &parts, Wish wish, const oauth::WebUrl &provider, QObject *context, Completion<QString> completion)
    : AuthRun(nullptr, context, std::move(completion)), m_parts(parts), m_wish(std::move(wish)), m_guard(provider, parts.lookup),
      m_client(parts.http, m_guard, parts.tell)
{
}

void EnterpriseSignIn::onProvider(const oauth::ServerMetadata &provider)
{
    m_provider = provider;
    if (!m_wish.settings.idToken.isEmpty())
        return exchange(m_wish.settings.idToken, false);
    follow(m_parts.keeper.read(keptAt(m_wish.settings), provider.issuer, this, then<KeptSignIn>([this](const Result<KeptSignIn> &kept) {
        const QString idToken = kept ? kept->accessToken : QString();
        idToken.isEmpty() ? askPerson() : exchange(idToken, true);
    })));
}

ClientProof EnterpriseSignIn::proof() const
{
    return {.client = {.id = m_wish.settings.idpClientId, .secret = m_wish.settings.idpClientSecret, .authMethod = {}}, .key = {}, .keyId = {}};
}

void EnterpriseSignIn::askPerson()
{
    const auto door = BrowserSignIn::openDoor(m_parts.timers, m_wish.settings.callbackPort);
    if (!door)
        return finish(door.error());
    m_pkce = oauth::makePkce();
    const QStringList scopes{QStringLiteral("openid")};
    const BrowserSignInWish wish{.page = {.server = m_wish.server, .issuer = m_provider.issuer, .host = {}, .url = {}, .clientId = m_wish.settings.idpClientId, .scopes = scopes},
                                 .request = {.endpoint = m_provider.authorizationEndpoint, .clientId = m_wish.settings.idpClientId, .redirectUri = {},
                                             .resource = {}, .scopes = scopes, .challenge = m_pkce.challenge, .state = {}},
                                 .issuer = m_provider.issuer,
                                 .sendsIssuer = m_provider.sendsIssuer};
    const QString back = BrowserSignIn::addressOf(**door);
    follow(BrowserSignIn::start({m_client, m_parts.timers, m_parts.prompt}, *door, wish, this, then<QString>([this, back](const Result<QString> &code) {
        code ? onCode(*code, back) : finish(code.error());
    })));
}

void EnterpriseSignIn::onCode(const QString &code, const QString &redirectUri)
{
    const TokenRequest what{.server = m_provider, .proof = proof(), .grant = oauth::codeGrant(code, m_pkce.verifier, redirectUri, {}), .purpose = QStringLiteral("an identity token")};
    follow(requestToken(m_client, m_parts.clock, what, this, then<authcodec::TokenAnswer>([this](const Result<authcodec::TokenAnswer> &answer) {
        if (!answer)
            return finish(answer.error());
        if (answer->idToken.isEmpty())
            return finish(enterpriseError(QStringLiteral("The identity provider gave no identity token.")));
        KeptSignIn kept;
        kept.accessToken = answer->idToken;
        follow(m_parts.keeper.write(keptAt(m_wish.settings), m_provider.issuer, kept, this,
                                    then<void>([this, idToken = answer->idToken](const Result<void> &) { exchange(idToken, false); })));
    })));
}

/// A kept identity token may have ended: then the person signs in once more.
void EnterpriseSignIn::exchange(const QString &idToken, bool isKept)
{
    const oauth::Form grant = oauth::idJagGrant({.idToken = idToken, .audience = m_wish.audience, .resource = m_wish.resource, .scopes = m_wish.scopes});
    const TokenRequest what{.server = m_provider, .proof = proof(), .grant = grant, .purpose = QStringLiteral("the provider's word for this server"), .needsBearer = false};
    follow(requestToken(m_client, m_parts.clock, what, this, then<authcodec::TokenAnswer>([this, isKept](const Result<authcodec::TokenAnswer> &answer) {
        if (answer && answer->issuedType == idJagType)
            return finish(answer->accessToken);
        if (answer)
            return finish(enterpriseError(QStringLiteral("The identity provider gave something else than an ID-JAG.")));
        if (isKept && answer.error().kind == ErrorKind::Unauthorized && answer.error().vendorCode != QLatin1String("access_denied"))
            return askPerson();
        finish(answer.error());
    })));
}

} // namespace qd
