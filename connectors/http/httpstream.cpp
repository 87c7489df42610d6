#include "http/httpstream.h"

#include "http/httplog.h"
#include "http/networkerror.h"
#include "http/networkrequest.h"

#include <QNetworkAccessManager>

#include <utility>

namespace qd {

namespace {

constexpr qint64 streamReadAhead = 1024 * 1024;
/// What is taken before everything else of the thread has its turn: a server may send faster than its events can be read.
constexpr qint64 mostBytesATurn = 256 * 1024;

/// Counts one up while it lives.
class SignalMark
{
    Q_DISABLE_COPY_MOVE(SignalMark)

public:
    explicit SignalMark(int &depth) : m_depth(depth) { ++m_depth; }
    ~SignalMark() { --m_depth; }

private:
    int &m_depth;
};

} // namespace

HttpStream::HttpStream(const HttpStreamEnvironment &environment, HttpRequest request)
    : m_environment(environment), m_request(std::move(request)), m_started(environment.timers.monotonic())
{
    m_turn.setSingleShot(true);
    connect(&m_turn, &QTimer::timeout, this, [this] {
        m_taken = 0;
        take(mostBytesATurn);
    });
}

HttpStream::~HttpStream() { stop(); }

void HttpStream::start(std::optional<Error> refusal)
{
    if (refusal) {
        QMetaObject::invokeMethod(this, [this, error = std::move(*refusal)] { end(error); }, Qt::QueuedConnection);
        return;
    }
    httplog::sent(m_request, m_request.url, 1, QString());
    QNetworkRequest prepared = networkRequestOf(m_request, m_request.url, m_environment.options, m_environment.trust);
    prepared.setRawHeader("Accept-Encoding", "identity"); // events must not wait for a packer's buffer
    m_reply = startReply(m_environment.manager, prepared, m_request, m_environment.trust, this);
    m_reply->setReadBufferSize(streamReadAhead);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &HttpStream::onMetaData);
    connect(m_reply, &QNetworkReply::readyRead, this, &HttpStream::onReadyRead);
    connect(m_reply, &QNetworkReply::finished, this, &HttpStream::onFinished);
    m_environment.timers.after(m_request.timeout, this, [this] {
        if (m_head.status == 0)
            end(Error{.kind = ErrorKind::Timeout,
                      .message = QStringLiteral("No answer within %1 s.").arg(static_cast<double>(m_request.timeout.count()) / 1000.0),
                      .detail = QStringLiteral("no head of an answer")});
    });
}

void HttpStream::stop()
{
    m_isEnded = true;
    m_turn.stop();
    if (m_reply)
        dropReply();
}

/// Outside its signals it is deleted at once: an error that its thread has sent already would be one too many for Qt.
void HttpStream::dropReply()
{
    QNetworkReply *reply = std::exchange(m_reply, nullptr);
    reply->disconnect(this);
    if (m_inReplySignal == 0) {
        delete reply;
    } else if (reply->isRunning() && m_head.status >= 400) {
        connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
    } else {
        if (reply->isRunning())
            reply->abort();
        reply->deleteLater();
    }
}

void HttpStream::onMetaData()
{
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status < 200 || m_head.status != 0)
        return;
    m_head.status = status;
    for (const auto &[name, value] : m_reply->rawHeaderPairs())
        m_head.headers.set(name, value);
    m_head.date = parseHttpDate(m_head.headers.value("date"));
    m_head.retryAfter = retryAfterOf(m_head.headers, m_head.date.value_or(m_environment.clock.now()));
    m_head.requestId = QString::fromLatin1(m_head.headers.value("x-ms-request-id").left(128));
    m_head.elapsed = elapsed();
    httplog::received(m_request, m_request.url, m_head, m_head.elapsed);
    // Not from inside Qt's signal: a receiver may end the stream, which Qt does not bear there.
    QMetaObject::invokeMethod(this, &HttpStream::announce, Qt::QueuedConnection);
}

void HttpStream::announce()
{
    if (!m_isEnded && m_head.status != 0 && !std::exchange(m_isAnnounced, true))
        emit answered(m_head);
}

void HttpStream::onReadyRead()
{
    const SignalMark mark(m_inReplySignal);
    if (m_head.status == 0)
        onMetaData();
    announce();
    take(mostBytesATurn - m_taken);
}

/// What is left waits in Qt's buffer, which is limited, and is taken in the next turn.
void HttpStream::take(qint64 most)
{
    if (!m_reply || !m_reply->isOpen() || m_turn.isActive())
        return;
    const QByteArray bytes = m_reply->read(most);
    m_bytes += bytes.size();
    m_taken += bytes.size();
    if (m_taken >= mostBytesATurn)
        m_turn.start();
    if (!bytes.isEmpty())
        emit received(bytes);
}

void HttpStream::onFinished()
{
    const SignalMark mark(m_inReplySignal);
    m_turn.stop();
    m_taken = 0;
    onReadyRead();
    if (m_isEnded)
        return;
    if (m_reply->bytesAvailable() > 0)
        return onFinished();
    end(endError());
}

std::optional<Error> HttpStream::endError() const
{
    if (m_head.status >= 300 && m_head.status < 400)
        return std::nullopt; // Qt takes a redirect for an error when the body cannot be sent again
    if (auto error = networkErrorOf(*m_reply, m_head.status))
        return error;
    bool hasLength = false;
    const qint64 announced = m_head.headers.value("content-length").toLongLong(&hasLength);
    if (hasLength && m_head.status != 204 && announced != m_bytes)
        return Error{.kind = ErrorKind::Network,
                     .message = QStringLiteral("The answer was cut off."),
                     .detail = QStringLiteral("%1 of %2 bytes").arg(m_bytes).arg(announced)};
    return std::nullopt;
}

void HttpStream::end(std::optional<Error> error)
{
    if (std::exchange(m_isEnded, true))
        return;
    if (error)
        httplog::failed(m_request, m_request.url, *error, 1, elapsed());
    stop();
    emit closed(error);
}

Milliseconds HttpStream::elapsed() const
{
    return std::chrono::duration_cast<Milliseconds>(m_environment.timers.monotonic() - m_started);
}

} // namespace qd
