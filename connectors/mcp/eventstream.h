#pragma once

#include "http/httpclient.h"
#include "http/httpstream.h"
#include "http/ssereader.h"

#include <QObject>

#include <functional>
#include <memory>

namespace qd {

/// The stream of what the server says of its own accord (GET of Streamable HTTP): opened when the server offers it,
/// opened again when it breaks, with the id of the last event. Gives up after five breaks without an event. GUI thread.
class EventStream final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EventStream)

public:
    static constexpr int maxBreaks = 5;
    static constexpr Milliseconds shortestWait{100};

    /// `makeRequest` makes the GET; its argument is the last event's id or empty.
    EventStream(HttpClient &client, Timers &timers, std::function<HttpRequest(const QByteArray &)> makeRequest);
    ~EventStream() override;

    void start();
    /// Ends it for good, with no further signal.
    void stop();

signals:
    void received(const QByteArray &message, const qd::HttpResponse &head);
    void noted(const QString &text);
    /// Any other answer than a stream or 405. `wasOpen`: it gave the stream before.
    void refused(const qd::HttpResponse &head, bool wasOpen);

private:
    void onAnswered(const HttpResponse &head);
    void onReceived(const QByteArray &bytes);
    void onClosed();
    void dropStream();

    HttpClient &m_client;
    Timers &m_timers;
    std::function<HttpRequest(const QByteArray &)> m_makeRequest;
    std::unique_ptr<HttpStream> m_stream;
    std::unique_ptr<SseReader> m_events;
    QByteArray m_lastEventId;
    Milliseconds m_wait{1000};
    int m_breaks = 0;
    bool m_isStopped = false;
    bool m_isRefused = false;
    bool m_wasOpen = false;
};

} // namespace qd
