#include "mcp/httppost.h"

#include "mcp/mcpchannel.h"

#include <algorithm>
#include <utility>

namespace qd {

namespace {

Error tooLargeAnswer()
{
    return Error{.kind = ErrorKind::Protocol, .message = QStringLiteral("The server sent a message over %1 bytes.").arg(McpChannel::maxMessageBytes)};
}

} // namespace

QByteArray mediaType(const HttpResponse &response)
{
    const QByteArray type = response.headers.value("content-type");
    return type.left(std::max<qsizetype>(0, type.indexOf(';') < 0 ? type.size() : type.indexOf(';'))).trimmed().toLower();
}

HttpPost::HttpPost(HttpClient &client, Timers &timers, Resumption resumption)
    : m_client(client), m_timers(timers), m_resumption(std::move(resumption))
{
}

HttpPost::~HttpPost() { stop(); }

void HttpPost::start(HttpRequest request) { open(std::move(request)); }

void HttpPost::open(HttpRequest request)
{
    m_events.reset();
    m_stream = m_client.open(std::move(request));
    connect(m_stream.get(), &HttpStream::answered, this, &HttpPost::onAnswered);
    connect(m_stream.get(), &HttpStream::received, this, &HttpPost::onReceived);
    connect(m_stream.get(), &HttpStream::closed, this, &HttpPost::onClosed);
}

void HttpPost::settle()
{
    m_isSettled = true;
    if (m_events)
        m_timers.after(afterAnswer, this, [this] { end(std::nullopt); });
}

void HttpPost::stop()
{
    m_isEnded = true;
    dropStream();
}

void HttpPost::dropStream()
{
    if (!m_stream)
        return;
    m_stream->disconnect(this);
    m_stream->stop();
    m_stream.release()->deleteLater();
}

void HttpPost::onAnswered(const HttpResponse &head)
{
    m_head = head;
    if (head.status >= 200 && head.status < 300 && mediaType(head) == "text/event-stream")
        m_events.emplace(McpChannel::maxMessageBytes);
    emit answered(head);
}

void HttpPost::onReceived(const QByteArray &bytes)
{
    if (m_isEnded)
        return;
    if (!m_events) {
        m_body += bytes;
        return m_body.size() > McpChannel::maxMessageBytes ? end(tooLargeAnswer()) : void();
    }
    const QList<SseEvent> events = m_events->add(bytes);
    if (!events.isEmpty())
        m_resumes = 0; // it goes on; how long is up to whoever waits for the answer
    for (const SseEvent &event : events)
        if (!event.data.isEmpty() && event.type == "message" && !m_isEnded)
            emit received(event.data, m_head);
    if (const QByteArray id = m_events->lastEventId(); !id.isEmpty() && id.size() <= longestEventId)
        m_lastEventId = id;
    if (m_events->isOverCap())
        end(tooLargeAnswer());
}

void HttpPost::onClosed(std::optional<Error> error)
{
    if (m_events) {
        if (m_isSettled)
            return end(std::nullopt);
        if (resume())
            return;
        Error broken = error ? *error : Error{.kind = ErrorKind::Network, .message = QStringLiteral("The server ended its stream before it had answered.")};
        broken.httpStatus = m_head.status; // it had begun to answer
        return end(broken);
    }
    if (!error && m_head.status == 200 && !m_body.isEmpty())
        emit received(std::exchange(m_body, {}), m_head);
    end(error);
}

/// Comes back after the time that the server asked for and goes on after the last event.
bool HttpPost::resume()
{
    if (!m_resumption || m_lastEventId.isEmpty() || m_resumes++ >= maxResumes)
        return false;
    const Milliseconds wait = m_events->retry() ? std::max(shortestRetry, Milliseconds(*m_events->retry())) : firstRetry;
    emit noted(QStringLiteral("stream broke off; resuming after event %1 in %2 ms").arg(QString::fromUtf8(m_lastEventId.left(64))).arg(wait.count()));
    dropStream();
    m_timers.after(wait, this, [this] {
        if (!m_isEnded)
            goOnAfter(m_lastEventId);
    });
    return true;
}

void HttpPost::goOnAfter(const QByteArray &eventId)
{
    m_lastEventId = m_goneOnAfter = eventId;
    if (m_resumption)
        open(m_resumption(eventId));
    else
        end(std::nullopt);
}

void HttpPost::leave()
{
    m_resumption = nullptr;
    m_isSettled = true;
}

void HttpPost::end(const std::optional<Error> &error)
{
    if (std::exchange(m_isEnded, true))
        return;
    dropStream();
    emit ended(error, m_head, m_body);
}

} // namespace qd
