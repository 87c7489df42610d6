#include "auth/clientcredentials.h"

#include "auth/tokencodec.h"
#include "http/errormapping.h"
#include "log.h"

namespace qd {

namespace {

constexpr Seconds renewAhead{300};

QUrl tokenUrl(const ClientCredentialsAccount &account)
{
    QUrl url = account.authority;
    QString path = url.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path + u'/' + QString::fromLatin1(QUrl::toPercentEncoding(account.tenantId)) + QStringLiteral("/oauth2/v2.0/token"),
                QUrl::TolerantMode);
    return url;
}

/// No answer at all, as opposed to a refusal.
bool isOutage(const Error &error)
{
    return error.kind == ErrorKind::Network || error.kind == ErrorKind::Timeout || error.kind == ErrorKind::Server
        || error.kind == ErrorKind::Throttled;
}

} // namespace

ClientCredentials::ClientCredentials(HttpClient &http, const Clock &clock, SecretSource &secrets, ClientCredentialsAccount account)
    : m_http(http), m_clock(clock), m_secrets(secrets), m_account(std::move(account))
{
}

ClientCredentials::~ClientCredentials()
{
    const auto pending = std::move(m_pending);
    m_pending.clear();
    for (const auto &[scope, entry] : pending) {
        entry.running.cancel();
        for (const Waiter &waiter : entry.waiters)
            waiter->finish(cancelledError());
    }
}

Call ClientCredentials::token(const QString &scope, QObject *context, Completion<AccessToken> completion)
{
    const Waiter waiter = CallState<AccessToken>::create(context, std::move(completion));
    if (const auto cached = m_cache.constFind(scope); cached != m_cache.constEnd() && m_clock.now() < cached->renewAt) {
        waiter->finish(cached->token);
        return waiter->handle();
    }
    const bool isFirst = !m_pending.contains(scope);
    m_pending[scope].waiters.push_back(waiter);
    waiter->setStop([this, scope, guard = QPointer(&m_guard), key = waiter.get()] {
        if (guard)
            leave(scope, key);
    });
    if (isFirst)
        request(scope);
    return waiter->handle();
}

void ClientCredentials::invalidate(const QString &scope) { m_cache.remove(scope); }

void ClientCredentials::request(const QString &scope)
{
    m_pending[scope].running = m_secrets.secret(&m_guard, [this, scope](const Result<QString> &secret) {
        if (secret)
            post(scope, *secret);
        else
            settle(scope, secret.error());
    });
}

void ClientCredentials::post(const QString &scope, const QString &secret)
{
    const auto pending = m_pending.find(scope);
    if (pending == m_pending.end())
        return;
    HttpRequest request{.method = QByteArrayLiteral("POST"),
                        .url = tokenUrl(m_account),
                        .body = encodeClientCredentials(m_account.clientId, secret, scope),
                        .contentType = QByteArrayLiteral("application/x-www-form-urlencoded"),
                        .maxBytes = 256 * 1024,
                        .idempotent = true,
                        .isSecretBody = true};
    request.headers.set("Accept", "application/json");
    pending->second.running = m_http.send(std::move(request), &m_guard, [this, scope](const Result<HttpResponse> &reply) {
        onReply(scope, reply);
    });
}

void ClientCredentials::onReply(const QString &scope, const Result<HttpResponse> &reply)
{
    if (!reply)
        return settle(scope, reply.error());
    settle(scope, isSuccess(*reply) ? accept(scope, *reply) : Result<AccessToken>(errorFromResponse(*reply)));
}

Result<AccessToken> ClientCredentials::accept(const QString &scope, const HttpResponse &response)
{
    const Result<TokenReply> reply = decodeTokenReply(response.body);
    if (!reply)
        return reply.error();
    const Instant now = m_clock.now();
    const AccessToken token{.secret = reply->accessToken, .expires = now + reply->lifetime};
    m_cache.insert(scope, {token, token.expires - std::min<Microseconds>(renewAhead, Microseconds(reply->lifetime) / 2)});
    log::info(log::auth, QStringLiteral("token for %1, valid for %2 s").arg(scope).arg(reply->lifetime.count()));
    return token;
}

void ClientCredentials::settle(const QString &scope, Result<AccessToken> result)
{
    const auto pending = m_pending.find(scope);
    if (pending == m_pending.end())
        return;
    const std::vector<Waiter> waiters = std::move(pending->second.waiters);
    m_pending.erase(pending);
    if (!result) {
        const Error &error = result.error();
        log::warning(log::auth, QStringLiteral("no token for %1: %2 %3 id=%4").arg(scope, errorKindName(error.kind), error.vendorCode, error.requestId));
        if (const auto old = m_cache.constFind(scope); old != m_cache.constEnd() && isOutage(error) && m_clock.now() < old->token.expires)
            result = old->token;
    }
    for (const Waiter &waiter : waiters)
        waiter->finish(result);
}

void ClientCredentials::leave(const QString &scope, const Call::Control *waiter)
{
    const auto pending = m_pending.find(scope);
    if (pending == m_pending.end())
        return;
    std::erase_if(pending->second.waiters, [waiter](const Waiter &other) { return other.get() == waiter; });
    if (!pending->second.waiters.empty())
        return;
    const Call running = pending->second.running;
    m_pending.erase(pending);
    running.cancel();
}

} // namespace qd
