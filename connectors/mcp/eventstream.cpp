#include "mcp/eventstream.h"

#include "mcp/httppost.h"
#include "mcp/mcpchannel.h"

#include <algorithm>
#include <utility>

namespace qd {

EventStream::EventStream(HttpClient &client, Timers &timers, std::function<HttpRequest(const QByteArray &)> makeRequest)
    : m_client(client), m_timers(timers), m_makeRequest(std::move(makeRequest))
{
}

EventStream::~EventStream() { dropStream(); }

void EventStream::stop()
{
    m_isStopped = true;
    dropStream();
}

void EventStream::start()
{
    if (m_isStopped)
        return;
    m_events = std::make_unique<SseReader>(McpChannel::maxMessageBytes);
    m_stream = m_client.open(m_makeRequest(m_lastEventId));
    connect(m_stream.get(), &HttpStream::answered, this, &EventStream::onAnswered);
    connect(m_stream.get(), &HttpStream::received, this, &EventStream::onReceived);
    connect(m_stream.get(), &HttpStream::closed, this, &EventStream::onClosed);
}

void EventStream::onAnswered(const HttpResponse &head)
{
    if (head.status == 200 && mediaType(head) == "text/event-stream") {
        m_wasOpen = true;
        m_opened = m_timers.monotonic();
        return emit noted(QStringLiteral("listening to the server's own stream"));
    }
    m_isRefused = true; // its body ends by itself
    if (head.status == 405 || head.status == 501)
        emit noted(QStringLiteral("the server offers no stream of its own"));
    else
        emit refused(head, m_wasOpen);
}

void EventStream::onReceived(const QByteArray &bytes)
{
    if (!m_stream || m_isRefused)
        return;
    m_breaks = 0; // also by a comment: the server is there
    for (const SseEvent &event : m_events->add(bytes))
        if (!event.data.isEmpty() && event.type == "message")
            emit received(event.data, m_stream ? m_stream->head() : HttpResponse{});
    if (const QByteArray id = m_events->lastEventId(); !id.isEmpty() && id.size() <= HttpPost::longestEventId)
        m_lastEventId = id;
    if (m_events->isOverCap())
        onClosed();
}

void EventStream::onClosed()
{
    if (m_events->retry())
        m_wait = std::max(shortestWait, Milliseconds(*m_events->retry())); // a retry of 0 must not become a loop
    dropStream();
    if (m_isRefused)
        return;
    const std::optional<Microseconds> opened = std::exchange(m_opened, std::nullopt);
    const bool wasSteady = opened && m_timers.monotonic() - *opened >= steady;
    const Milliseconds wait = wasSteady ? m_wait : std::max(m_wait, std::min(m_wait * (1 << std::min(m_breaks, mostDoublings)), longestWait));
    m_breaks = wasSteady ? 0 : m_breaks + 1;
    emit noted(QStringLiteral("the server's own stream ended; asking again in %1 ms").arg(wait.count()));
    m_timers.after(wait, this, [this] { start(); });
}

void EventStream::dropStream()
{
    if (!m_stream)
        return;
    m_stream->disconnect(this);
    m_stream->stop();
    m_stream.release()->deleteLater();
}

} // namespace qd
