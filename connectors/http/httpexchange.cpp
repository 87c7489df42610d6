#include "http/httpexchange.h"

#include "http/bodysink.h"
#include "http/httplog.h"
#include "http/networkerror.h"
#include "http/networkrequest.h"

#include <QNetworkAccessManager>
#include <QUuid>

#include <array>

namespace qd {

namespace {

constexpr int maxRedirects = 3;
/// How much Qt reads ahead of us: what holds a server back.
constexpr qint64 readAheadBytes = 1024 * 1024;

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool isSameOrigin(const QUrl &a, const QUrl &b)
{
    const auto port = [](const QUrl &url) { return url.port(url.scheme() == QLatin1String("https") ? 443 : 80); };
    return a.scheme() == b.scheme() && a.host() == b.host() && port(a) == port(b);
}

bool isRead(const QByteArray &method) { return method == "GET" || method == "HEAD"; }

/// W3C trace context: the trace is the logical request, the parent id is new for each try.
QByteArray traceParent(const QString &clientId)
{
    const QByteArray trace = QByteArray(clientId.toLatin1()).replace('-', "");
    return "00-" + trace + '-' + QUuid::createUuid().toByteArray(QUuid::Id128).left(16) + "-01";
}

QString serverRequestId(const HttpHeaders &headers)
{
    for (const char *name : {"x-ms-request-id", "x-ms-correlation-request-id"})
        if (const QByteArray id = headers.value(name); !id.isEmpty())
            return QString::fromLatin1(id.left(128));
    return {};
}

} // namespace

HttpExchange::HttpExchange(HttpExchangeEnvironment environment, HttpRequest request,
                           std::shared_ptr<CallState<HttpResponse>> state, QObject *parent)
    : QObject(parent)
    , m_environment(environment)
    , m_request(std::move(request))
    , m_state(std::move(state))
    , m_url(m_request.url)
    , m_clientId(QUuid::createUuid().toString(QUuid::WithoutBraces))
    , m_started(environment.timers.monotonic())
{
    m_state->setStop([this] { settle(cancelledError()); });
}

HttpExchange::~HttpExchange()
{
    m_settled = true;
    dropReply();
    m_state->finish(cancelledError());
}

void HttpExchange::start()
{
    m_environment.timers.after(m_request.timeout, this, [this] {
        fail({.kind = ErrorKind::Timeout,
              .message = QStringLiteral("No answer within %1 s.").arg(static_cast<double>(m_request.timeout.count()) / 1000.0),
              .detail = QStringLiteral("deadline of the request, %1 tries").arg(m_try)});
    });
    send();
}

void HttpExchange::send()
{
    ++m_try;
    m_body.clear();
    m_inflater.reset();
    m_wireBytes = 0;
    m_isBodyPrepared = m_isSunk = false;
    m_tryStarted = m_lastActivity = m_environment.timers.monotonic();
    m_request.headers.set(QByteArrayLiteral("x-ms-client-request-id"), m_clientId.toLatin1());
    m_request.headers.set(QByteArrayLiteral("traceparent"), traceParent(m_clientId));
    httplog::sent(m_request, m_url, m_try, m_clientId);
    m_reply.reset(makeReply());
    m_reply->setReadBufferSize(readAheadBytes);
    connect(m_reply.get(), &QNetworkReply::metaDataChanged, this, &HttpExchange::onMetaData);
    connect(m_reply.get(), &QNetworkReply::readyRead, this, &HttpExchange::onReadyRead);
    connect(m_reply.get(), &QNetworkReply::finished, this, &HttpExchange::onFinished);
    connect(m_reply.get(), &QNetworkReply::uploadProgress, this,
            [this] { m_lastActivity = m_environment.timers.monotonic(); });
    m_idleGuard = std::make_unique<QObject>();
    watchIdle(m_request.idleTimeout);
}

QNetworkReply *HttpExchange::makeReply()
{
    const QNetworkRequest prepared = networkRequestOf(m_request, m_url, m_environment.options, m_environment.trust);
    return startReply(m_environment.manager, prepared, m_request, m_environment.trust, this);
}

void HttpExchange::watchIdle(Milliseconds wait)
{
    m_environment.timers.after(wait, m_idleGuard.get(), [this] {
        const Milliseconds quiet = since(m_lastActivity);
        if (quiet < m_request.idleTimeout)
            return watchIdle(m_request.idleTimeout - quiet);
        fail({.kind = ErrorKind::Timeout,
              .message = QStringLiteral("The server fell silent."),
              .detail = QStringLiteral("no byte for %1 ms").arg(quiet.count())});
    });
}

void HttpExchange::onMetaData()
{
    m_lastActivity = m_environment.timers.monotonic();
    bool ok = false;
    const qint64 announced = m_reply->rawHeader("Content-Length").toLongLong(&ok);
    if (ok && announced > m_request.maxBytes)
        fail(overCap());
}

void HttpExchange::onReadyRead()
{
    m_lastActivity = m_environment.timers.monotonic();
    if (m_reply->isOpen())
        take(m_reply->readAll());
}

void HttpExchange::take(const QByteArray &wire)
{
    if (wire.isEmpty() || !prepareBody())
        return;
    m_wireBytes += wire.size();
    if (m_isSunk)
        return m_wireBytes > m_request.maxBytes ? fail(overCap()) : m_request.sink->take(wire);
    Inflater::Outcome outcome = Inflater::Outcome::Ok;
    if (m_inflater)
        outcome = m_inflater->add(wire, m_body, m_request.maxBytes);
    else
        m_body += wire;
    if (outcome == Inflater::Outcome::Corrupt)
        fail({.kind = ErrorKind::Protocol,
              .message = QStringLiteral("The answer could not be unpacked."),
              .detail = QStringLiteral("bad gzip data before byte %1").arg(m_wireBytes)});
    else if (outcome == Inflater::Outcome::OverCap || m_body.size() > m_request.maxBytes)
        fail(overCap());
}

/// Decides once per try how the body is packed.
bool HttpExchange::prepareBody()
{
    if (std::exchange(m_isBodyPrepared, true))
        return true;
    const QByteArray encoding = m_reply->rawHeader("Content-Encoding").trimmed().toLower();
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    m_isSunk = m_request.sink && status >= 200 && status < 300;
    if (encoding == "gzip" || encoding == "x-gzip") {
        if (!m_isSunk)
            m_inflater.emplace();
    } else if (!encoding.isEmpty() && encoding != "identity") {
        fail({.kind = ErrorKind::Protocol,
              .message = QStringLiteral("The answer is packed in a way that was not asked for."),
              .detail = QStringLiteral("content encoding other than gzip")});
        return false;
    }
    if (m_isSunk)
        m_request.sink->begin(makeResponse(status));
    return !m_settled;
}

void HttpExchange::onFinished()
{
    onReadyRead();
    if (m_settled)
        return;
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    m_idleGuard.reset();
    const std::optional<Error> error = networkErrorOf(*m_reply, status);
    if (!error)
        return onAnswer(status);
    httplog::failed(m_request, m_url, *error, m_try, since(m_tryStarted));
    if (error->kind == ErrorKind::Tls || !retry(0, std::nullopt))
        fail(*error);
}

void HttpExchange::onAnswer(int status)
{
    if (const auto error = truncation()) {
        httplog::failed(m_request, m_url, *error, m_try, since(m_tryStarted));
        return retry(0, std::nullopt) ? void() : fail(*error);
    }
    HttpResponse response = makeResponse(status);
    httplog::received(m_request, m_url, response, since(m_tryStarted));
    if (isRedirect(status)) {
        if (!followRedirect(response))
            fail({.kind = ErrorKind::Protocol,
                  .message = QStringLiteral("The server answered with a redirect, which is not followed."),
                  .detail = QStringLiteral("redirect to another origin, of a write, or too many"),
                  .httpStatus = status});
        return;
    }
    if (!retry(status, response.retryAfter))
        succeed(std::move(response));
}

bool HttpExchange::followRedirect(const HttpResponse &response)
{
    const QUrl target = m_url.resolved(QUrl::fromEncoded(response.headers.value("location"), QUrl::StrictMode));
    if (!target.isValid() || !isRead(m_request.method) || !isSameOrigin(target, m_url) || ++m_redirects > maxRedirects)
        return false;
    m_url = target;
    --m_try;
    dropReply();
    send();
    return true;
}

HttpResponse HttpExchange::makeResponse(int status)
{
    HttpResponse response{.status = status, .body = std::move(m_body), .elapsed = since(m_started), .attempts = m_try};
    for (const auto &[name, value] : m_reply->rawHeaderPairs())
        response.headers.set(name, value);
    response.date = parseHttpDate(response.headers.value("date"));
    response.retryAfter = retryAfterOf(response.headers, response.date.value_or(m_environment.clock.now()));
    response.requestId = serverRequestId(response.headers);
    if (response.requestId.isEmpty())
        response.requestId = m_clientId;
    return response;
}

/// Qt takes a body that ends early for whole when the connection was closed in an orderly way.
std::optional<Error> HttpExchange::truncation() const
{
    bool hasLength = false;
    const qint64 announced = m_reply->rawHeader("Content-Length").toLongLong(&hasLength);
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const bool hasBody = m_request.method != "HEAD" && status != 204 && status != 304;
    const bool isShort = hasBody && hasLength && announced != m_wireBytes;
    if (!isShort && !(m_inflater && !m_inflater->isComplete()))
        return std::nullopt;
    return Error{.kind = ErrorKind::Network,
                 .message = QStringLiteral("The answer was cut off."),
                 .detail = QStringLiteral("%1 of %2 bytes").arg(m_wireBytes).arg(hasLength ? announced : -1)};
}

bool HttpExchange::retry(int status, std::optional<Milliseconds> retryAfter)
{
    const auto wait = m_environment.options.retry.waitAfter(
        {.tries = m_try, .isRepeatable = isRepeatable(m_request), .status = status, .retryAfter = retryAfter});
    if (!wait || since(m_started) + *wait >= m_request.timeout || (m_isSunk && !m_request.sink->canRestart()))
        return false;
    dropReply();
    m_environment.timers.after(*wait, this, [this] { send(); });
    return true;
}

void HttpExchange::succeed(HttpResponse response) { settle(std::move(response)); }

void HttpExchange::fail(Error error)
{
    if (m_settled)
        return;
    if (error.requestId.isEmpty())
        error.requestId = m_clientId;
    if (m_reply && m_reply->isRunning())
        httplog::failed(m_request, m_url, error, m_try, since(m_tryStarted));
    settle(std::move(error));
}

void HttpExchange::settle(Result<HttpResponse> result)
{
    if (m_settled)
        return;
    m_settled = true;
    dropReply();
    m_state->finish(std::move(result));
    deleteLater();
}

void HttpExchange::dropReply()
{
    m_idleGuard.reset();
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    if (m_reply->isRunning())
        m_reply->abort();
    m_reply.reset();
}

Milliseconds HttpExchange::since(Microseconds start) const
{
    return std::chrono::duration_cast<Milliseconds>(m_environment.timers.monotonic() - start);
}

Error HttpExchange::overCap() const
{
    return {.kind = ErrorKind::Protocol,
            .message = QStringLiteral("The answer is larger than the limit of %1 bytes.").arg(m_request.maxBytes),
            .detail = QStringLiteral("aborted over the cap of %1 bytes").arg(m_request.maxBytes)};
}

} // namespace qd
