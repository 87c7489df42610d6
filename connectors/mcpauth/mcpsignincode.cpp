#include "mcpauth/mcpsignin.h"

#include "http/errormapping.h"

#include <utility>

/// A token by way of a person's browser: the client, the page, the code (authorization code grant with PKCE).
namespace qd {

quint16 McpSignIn::wantedPort() const
{
    if (m_wish.settings.callbackPort > 0)
        return m_wish.settings.callbackPort;
    const auto before = oauth::parseWebUrl(m_kept.redirectUri);
    return before ? static_cast<quint16>(before->port) : quint16{0};
}

void McpSignIn::obtainByCode()
{
    const auto source = oauth::chooseClient(offer(), m_found.server);
    if (!source)
        return giveUp(source.error());
    auto door = BrowserSignIn::openDoor(m_parts.timers, wantedPort());
    const bool isPortTaken = !door && m_wish.settings.callbackPort == 0;
    if (isPortTaken)
        door = BrowserSignIn::openDoor(m_parts.timers, 0);
    if (!door)
        return finish(door.error());
    onDoor(*door, *source);
}

void McpSignIn::onDoor(const std::shared_ptr<BrowserSignIn::Door> &door, oauth::ClientSource source)
{
    using oauth::ClientSource;
    const bool hasMoved = source == ClientSource::Kept && m_kept.redirectUri != BrowserSignIn::addressOf(*door);
    const auto choose = [this](const QString &how, const oauth::ClientIdentity &identity) {
        m_identity = identity;
        m_client.tell({.what = QStringLiteral("choose"), .url = {}, .decision = QStringLiteral("client id %1 (%2)").arg(oauth::shownUrl(identity.id), how)});
    };
    if (source == ClientSource::Register || hasMoved)
        return registerClient(door);
    if (source == ClientSource::Given)
        choose(QStringLiteral("as set up"), {.id = m_wish.settings.clientId, .secret = m_wish.settings.clientSecret, .authMethod = {}});
    else if (source == ClientSource::Document)
        choose(QStringLiteral("our metadata document"), {.id = m_wish.settings.documentUrl, .secret = {}, .authMethod = {}});
    else
        choose(QStringLiteral("registered here before"), m_kept.client);
    askPerson(door);
}

void McpSignIn::registerClient(const std::shared_ptr<BrowserSignIn::Door> &door)
{
    const QString url = m_found.server.registrationEndpoint;
    if (url.isEmpty())
        return finish(Error{.kind = ErrorKind::Unauthorized, .message = QStringLiteral("The way back has another port than was registered, and the authorization server takes no registrations.")});
    const authcodec::Registration what{.redirectUri = BrowserSignIn::addressOf(*door),
                                       .authMethod = oauth::authMethodName(oauth::registeredMethod(m_found.server)),
                                       .scopes = wantedScopes(true)};
    follow(m_client.postJson(url, authcodec::encodeRegistration(what), this, then<HttpResponse>([this, door, url, what](const Result<HttpResponse> &reply) {
        if (!reply)
            return finish(reply.error());
        auto client = isSuccess(*reply) ? authcodec::decodeRegistration(reply->body)
                                        : Result<oauth::ClientIdentity>(authcodec::endpointError(*reply, QStringLiteral("The registration as a client")));
        m_client.tell("POST", url, reply->status, client ? QStringLiteral("registered as client %1").arg(oauth::shownUrl(client->id)) : client.error().message, !client);
        if (!client)
            return finish(client.error());
        m_kept.client = *client;
        m_kept.redirectUri = what.redirectUri;
        m_hasRegistered = true;
        m_identity = *client;
        askPerson(door);
    })));
}

void McpSignIn::askPerson(const std::shared_ptr<BrowserSignIn::Door> &door)
{
    m_pkce = oauth::makePkce();
    const QStringList scopes = wantedScopes(true);
    const BrowserSignInWish wish{.page = {.server = m_wish.server.text, .issuer = m_found.server.issuer, .host = {}, .url = {}, .clientId = m_identity.id, .scopes = scopes},
                                 .request = {.endpoint = m_found.server.authorizationEndpoint, .clientId = m_identity.id, .redirectUri = {},
                                             .resource = m_found.resource, .scopes = scopes, .challenge = m_pkce.challenge, .state = {}},
                                 .issuer = m_found.server.issuer,
                                 .sendsIssuer = m_found.server.sendsIssuer};
    const QString back = BrowserSignIn::addressOf(*door);
    follow(BrowserSignIn::start({m_client, m_parts.timers, m_parts.prompt}, door, wish, this, then<QString>([this, back](const Result<QString> &code) {
        code ? exchange(*code, back) : onNobodyCame(code.error());
    })));
}

/// A page that says no more than "unknown client" brings nobody back.
void McpSignIn::onNobodyCame(Error error)
{
    if (isRegistered() && !m_hasRegistered && error.vendorCode == nobodySignedIn)
        error.message += QStringLiteral(" If the page did not know the client id, which was registered before: deckctl mcp sign-out makes it register anew.");
    finish(error);
}

void McpSignIn::exchange(const QString &code, const QString &redirectUri)
{
    request(oauth::codeGrant(code, m_pkce.verifier, redirectUri, m_found.resource), QStringLiteral("a token"), true);
}

} // namespace qd
