#include "mcpauth/authdiscovery.h"

#include "mcp/jsonslice.h"
#include "mcpauth/authcodec.h"
#include "mcpauth/discovery.h"

namespace qd {

namespace {

/// There is nothing at this address, as opposed to trouble on the way to it.
bool isAbsent(int status) { return status >= 400 && status < 500 && status != 429; }

Error unexpectedStatus(int status, const QString &what)
{
    return {.kind = status >= 500 ? ErrorKind::Server : ErrorKind::Protocol, .message = QStringLiteral("The %1 could not be read.").arg(what), .httpStatus = status};
}

/// Of what is no metadata.
QString answerInWords(const Result<HttpResponse> &reply)
{
    if (reply)
        return reply->status == 200 ? QStringLiteral("no JSON object") : QStringLiteral("HTTP %1").arg(reply->status);
    const QString &words = reply.error().message;
    return words.endsWith(u'.') ? words.chopped(1) : words;
}

} // namespace

Call AuthDiscovery::start(AuthClient &client, const Wish &wish, QObject *context, Completion<DiscoveredAuth> completion)
{
    auto *run = new AuthDiscovery(client, wish, context, std::move(completion));
    const Call handle = run->handle();
    run->nextResourcePlace();
    return handle;
}

Call AuthDiscovery::startAtIssuer(AuthClient &client, const QString &issuer, QObject *context, Completion<DiscoveredAuth> completion)
{
    auto *run = new AuthDiscovery(client, {}, context, std::move(completion));
    const Call handle = run->handle();
    run->m_issuers = QStringList{issuer};
    run->nextIssuer();
    return handle;
}

AuthDiscovery::AuthDiscovery(AuthClient &client, Wish wish, QObject *context, Completion<DiscoveredAuth> completion)
    : AuthRun(nullptr, context, std::move(completion)), m_client(client), m_wish(std::move(wish))
{
    m_resourcePlaces = oauth::resourceMetadataUrls(client.guard().server());
    const QString told = m_wish.challenge ? m_wish.challenge->resourceMetadata : QString();
    if (told.isEmpty())
        return;
    m_resourcePlaces.removeAll(told);
    m_resourcePlaces.prepend(told);
}

void AuthDiscovery::nextResourcePlace()
{
    if (m_resourcePlaces.isEmpty())
        return m_trouble ? finish(notFound(QStringLiteral("The server's metadata was not found"))) : fallBack();
    const QString url = m_resourcePlaces.takeFirst();
    follow(m_client.get(url, this, then<HttpResponse>([this, url](const Result<HttpResponse> &reply) { onResource(url, reply); })));
}

bool AuthDiscovery::passOver(const QString &url, const Result<HttpResponse> &reply, bool isNamed, const QString &what)
{
    const bool isMetadata = reply && reply->status == 200 && jsonslice::isObject(reply->body);
    const bool isWay = !reply && (reply.error().kind != ErrorKind::Protocol || (reply.error().httpStatus == 0 && !isNamed)); // trouble on the way, or it must not be gone
    if (isMetadata || isWay)
        return false;
    m_passed << QStringLiteral("%1 (%2)").arg(oauth::shownUrl(url), answerInWords(reply));
    const bool isTrouble = !reply || (reply->status != 200 && !isAbsent(reply->status));
    if (isTrouble || isNamed)
        m_trouble = reply ? unexpectedStatus(reply->status, what) : reply.error();
    if (reply)
        m_client.tell("GET", url, reply->status, isTrouble ? m_trouble->message : QStringLiteral("no %1 here%2").arg(what, reply->status == 200 ? QStringLiteral(": no JSON object") : QString()), isTrouble);
    return true;
}

Error AuthDiscovery::notFound(const QString &what) const
{
    Error error = m_trouble.value_or(Error{.kind = ErrorKind::Protocol});
    error.message = QStringLiteral("%1: %2.").arg(what, m_passed.join(QStringLiteral("; ")));
    return error;
}

void AuthDiscovery::onResource(const QString &url, const Result<HttpResponse> &reply)
{
    const bool isTold = m_wish.challenge && url == m_wish.challenge->resourceMetadata;
    if (passOver(url, reply, isTold, QStringLiteral("resource metadata")))
        return nextResourcePlace();
    reply ? takeResource(url, *reply) : finish(reply.error());
}

void AuthDiscovery::takeResource(const QString &url, const HttpResponse &response)
{
    const auto metadata = authcodec::decodeResource(response.body);
    const Result<void> checked = metadata ? oauth::checkResource(*metadata, m_client.guard().server()) : Result<void>(metadata.error());
    if (!checked) {
        m_client.tell("GET", url, response.status, checked.error().message, true);
        return finish(checked.error());
    }
    m_found.resource = metadata->resource;
    m_found.resourceScopes = metadata->scopes;
    m_issuers = metadata->authorizationServers.mid(0, maxIssuers);
    if (metadata->authorizationServers.contains(m_wish.preferredIssuer))
        m_issuers = QStringList{m_wish.preferredIssuer};
    m_client.tell("GET", url, response.status, QStringLiteral("the resource is %1, its authorization server %2").arg(oauth::shownUrl(m_found.resource), oauth::shownUrl(m_issuers.first())));
    nextIssuer();
}

/// Revision 2025-03-26: the server's own origin is the authorization server.
void AuthDiscovery::fallBack()
{
    const oauth::WebUrl &server = m_client.guard().server();
    m_isFallback = true;
    m_found.resource = server.text;
    m_issuers = QStringList{server.origin()};
    m_client.tell({.what = QStringLiteral("choose"), .url = {}, .decision = QStringLiteral("no resource metadata: as in revision 2025-03-26, the server's own origin signs in")});
    nextIssuer();
}

void AuthDiscovery::nextIssuer()
{
    if (m_issuers.isEmpty())
        return finish(m_lastError.value_or(Error{.kind = ErrorKind::Protocol, .message = QStringLiteral("The server names no authorization server.")}));
    m_issuer = m_issuers.takeFirst();
    const auto issuer = oauth::parseWebUrl(m_issuer);
    if (!issuer)
        return failIssuer({.kind = ErrorKind::Protocol, .message = QStringLiteral("The authorization server's name is no http or https URL: %1").arg(oauth::shownUrl(m_issuer))});
    m_serverPlaces = oauth::serverMetadataUrls(*issuer);
    m_passed.clear();
    m_trouble.reset();
    nextServerPlace();
}

void AuthDiscovery::nextServerPlace()
{
    if (!m_serverPlaces.isEmpty()) {
        const QString url = m_serverPlaces.takeFirst();
        return follow(m_client.get(url, this, then<HttpResponse>([this, url](const Result<HttpResponse> &reply) { onServer(url, reply); })));
    }
    if (!m_isFallback || m_trouble)
        return failIssuer(notFound(QStringLiteral("The authorization server %1 has no metadata").arg(oauth::shownUrl(m_issuer))));
    m_found.server = oauth::fixedEndpoints(m_client.guard().server());
    m_client.tell({.what = QStringLiteral("choose"), .url = {}, .decision = QStringLiteral("no metadata at all: /authorize, /token and /register of the server")});
    finish(m_found);
}

void AuthDiscovery::onServer(const QString &url, const Result<HttpResponse> &reply)
{
    if (passOver(url, reply, false, QStringLiteral("metadata of an authorization server")))
        return nextServerPlace();
    reply ? takeServer(url, *reply) : failIssuer(reply.error());
}

void AuthDiscovery::takeServer(const QString &url, const HttpResponse &response)
{
    const auto metadata = authcodec::decodeServer(response.body);
    const bool isOwnRoot = m_isFallback && metadata && metadata->issuer == QString(m_issuer + u'/'); // an origin has two spellings
    const Result<void> checked = metadata ? oauth::checkServer(*metadata, isOwnRoot ? metadata->issuer : m_issuer, m_wish.grant) : Result<void>(metadata.error());
    if (!checked) {
        m_client.tell("GET", url, response.status, checked.error().message, true);
        return failIssuer(checked.error());
    }
    m_found.server = *metadata;
    m_client.tell("GET", url, response.status, QStringLiteral("the issuer is as expected"));
    finish(m_found);
}

/// Another one of the server's list may do.
void AuthDiscovery::failIssuer(const Error &error)
{
    m_lastError = error;
    nextIssuer();
}

} // namespace qd
