#pragma once

#include "http/httpclient.h"
#include "http/httpstream.h"
#include "http/ssereader.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace qd {

/// One POST of Streamable HTTP with its answer: a JSON body, or a stream of events that is resumed when it breaks before
/// the answer. Ends with exactly one ended(), unless it is destroyed first. Delete it later, not in its signals. GUI thread.
class HttpPost final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HttpPost)

public:
    static constexpr int maxResumes = 5; ///< without an event between them
    static constexpr Milliseconds firstRetry{1000};
    static constexpr Milliseconds shortestRetry{20}; ///< a retry of 0 must not become a loop
    static constexpr qsizetype longestEventId = 1024; ///< a longer one is not gone back to: it travels in a header
    static constexpr Milliseconds afterAnswer{5000}; ///< how long a stream may stay open when its answer has come

    using Resumption = std::function<HttpRequest(const QByteArray &lastEventId)>;
    /// `resumption` makes the GET that goes on after the event with the given id; none: a broken stream is lost.
    HttpPost(HttpClient &client, Timers &timers, Resumption resumption);
    ~HttpPost() override;

    void start(HttpRequest request);
    /// Asks for what came after this event of a stream that somebody else had begun to read, in the place of start().
    void goOnAfter(const QByteArray &eventId);
    /// The event that the last GET was to go on after; empty: it is the POST that was answered.
    [[nodiscard]] const QByteArray &goneOnAfter() const { return m_goneOnAfter; }
    void settle();
    /// Its channel goes: nothing is resumed any more.
    void leave();
    void stop();

signals:
    void answered(const qd::HttpResponse &head);
    void received(const QByteArray &message, const qd::HttpResponse &head);
    /// The head is missing when there was no answer at all; `body` is that of a failing status.
    void ended(const std::optional<qd::Error> &error, const qd::HttpResponse &head, const QByteArray &body);
    void noted(const QString &text);

private:
    void open(HttpRequest request);
    void onAnswered(const HttpResponse &head);
    void onReceived(const QByteArray &bytes);
    void onClosed(std::optional<Error> error);
    bool resume();
    void end(const std::optional<Error> &error);
    void dropStream();

    HttpClient &m_client;
    Timers &m_timers;
    Resumption m_resumption;
    std::unique_ptr<HttpStream> m_stream;
    HttpResponse m_head;
    std::optional<SseReader> m_events;
    QByteArray m_lastEventId;
    QByteArray m_goneOnAfter;
    QByteArray m_body;
    int m_resumes = 0;
    bool m_isSettled = false;
    bool m_isEnded = false;
};

/// The media type of an answer, in lower case and without its parameters.
[[nodiscard]] QByteArray mediaType(const HttpResponse &response);

} // namespace qd
