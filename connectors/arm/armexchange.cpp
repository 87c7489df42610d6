#include "arm/armexchange.h"

#include "arm/armerrors.h"
#include "arm/armjson.h"
#include "http/errormapping.h"
#include "log.h"

namespace qd {

namespace {

constexpr int mostThrottledTries = 3;
constexpr Milliseconds longestThrottle{60000};

} // namespace

ArmExchange::ArmExchange(ArmExchangeEnvironment environment, const QUrl &url, ArmRequest request,
                         std::shared_ptr<CallState<ArmReply>> state, QObject *parent)
    : QObject(parent), m_environment(environment), m_url(url), m_request(std::move(request)), m_state(std::move(state))
{
    m_state->setStop([this] { settle(cancelledError()); });
}

ArmExchange::~ArmExchange()
{
    m_settled = true;
    m_running.cancel();
    m_state->finish(cancelledError());
}

void ArmExchange::signIn()
{
    m_running = m_environment.tokens.token(m_environment.scope, this, [this](const Result<AccessToken> &token) {
        if (token)
            send(*token);
        else
            settle(token.error());
    });
}

HttpRequest ArmExchange::makeRequest(const AccessToken &token) const
{
    HttpRequest request{.method = m_request.method, .url = m_url, .body = m_request.body, .timeout = m_request.timeout,
                        .maxBytes = armjson::maxBytes, .idempotent = m_request.isRead, .isSecretBody = m_request.isSecretBody};
    request.isOnce = !m_request.ifMatch.isEmpty() || m_request.ifNoneMatch;
    if (!request.body.isEmpty())
        request.contentType = QByteArrayLiteral("application/json");
    request.headers.set("Accept", "application/json");
    request.headers.set("Authorization", "Bearer " + token.secret.toLatin1());
    if (!m_request.ifMatch.isEmpty())
        request.headers.set("If-Match", m_request.ifMatch.toLatin1());
    if (m_request.ifNoneMatch)
        request.headers.set("If-None-Match", "*");
    return request;
}

void ArmExchange::send(const AccessToken &token)
{
    m_running = m_environment.http.send(makeRequest(token), this, [this](const Result<HttpResponse> &answer) { onAnswer(answer); });
}

void ArmExchange::onAnswer(const Result<HttpResponse> &answer)
{
    if (!answer)
        return settle(answer.error());
    m_environment.quota.note(answer->headers, m_environment.clock.now());
    if (!isSuccess(*answer))
        return onRefused(*answer);
    settle(ArmReply{.status = answer->status,
                    .body = answer->body,
                    .headers = answer->headers,
                    .etag = QString::fromLatin1(answer->headers.value("etag").left(256)),
                    .requestId = answer->requestId,
                    .at = answer->date.value_or(m_environment.clock.now())});
}

void ArmExchange::onRefused(const HttpResponse &response)
{
    Error error = armError(response);
    if (error.kind == ErrorKind::Unauthorized && !m_hasReauthenticated) {
        m_hasReauthenticated = true;
        m_environment.tokens.invalidate(m_environment.scope);
        return signIn();
    }
    if (!waitOut(error))
        settle(std::move(error));
}

/// The HTTP client repeats what may be repeated; a throttled write was not begun, so it may be sent again too.
bool ArmExchange::waitOut(const Error &error)
{
    const bool isWrite = m_request.method != "GET" && !m_request.isRead;
    if (error.kind != ErrorKind::Throttled || !isWrite || !error.retryAfter || *error.retryAfter > longestThrottle
        || ++m_throttled >= mostThrottledTries)
        return false;
    log::info(log::arm, QStringLiteral("throttled, sent again after %1 ms id=%2").arg(error.retryAfter->count()).arg(error.requestId));
    m_environment.timers.after(*error.retryAfter, this, [this] {
        if (!m_settled)
            signIn();
    });
    return true;
}

void ArmExchange::settle(Result<ArmReply> result)
{
    if (m_settled)
        return;
    m_settled = true;
    m_running.cancel();
    m_state->finish(std::move(result));
    deleteLater();
}

} // namespace qd
