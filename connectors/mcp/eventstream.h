#pragma once

#include "http/httpclient.h"
#include "http/httpstream.h"
#include "http/ssereader.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace qd {

/// The stream of what the server says of its own accord (GET of Streamable HTTP): opened when the server offers it,
/// opened again when it breaks, with the id of the last event; streams that end at once are asked for more and more seldom. GUI thread.
class EventStream final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EventStream)

public:
    static constexpr Milliseconds shortestWait{100};
    static constexpr Milliseconds longestWait{30000}; ///< unless the server itself asks for more
    static constexpr Milliseconds steady{5000}; ///< a stream that lived as long was none that cannot be had
    static constexpr int mostDoublings = 10;

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
    std::optional<Microseconds> m_opened; ///< the stream that there is
    int m_breaks = 0; ///< since something came
    bool m_isStopped = false;
    bool m_isRefused = false;
    bool m_wasOpen = false;
};

} // namespace qd
