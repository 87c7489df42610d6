#pragma once

#include "clock.h"
#include "error.h"
#include "http/httpclient.h"
#include "http/httprequest.h"
#include "http/httpresponse.h"

#include <QNetworkReply>
#include <QObject>
#include <QTimer>

#include <optional>

namespace qd {

/// What a stream borrows from its client.
struct HttpStreamEnvironment {
    const Clock &clock;
    Timers &timers;
    const HttpClientOptions &options;
    QNetworkAccessManager &manager;
    const TlsTrust *trust = nullptr; ///< null: the system's way
};

/// One request whose answer is taken as it comes, for server-sent events and other long answers: no retry, no redirect,
/// no packing. Ends with exactly one closed(), unless it is stopped or destroyed first. GUI thread.
class HttpStream final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HttpStream)

public:
    /// Made by HttpClient::open().
    HttpStream(const HttpStreamEnvironment &environment, HttpRequest request);
    ~HttpStream() override;

    /// With `refusal` nothing is sent and closed() tells it. Signals follow, never before this has returned.
    void start(std::optional<Error> refusal);
    /// Ends it without a further signal.
    void stop();
    /// Status and headers, once answered() was emitted.
    [[nodiscard]] const HttpResponse &head() const { return m_head; }

signals:
    /// Status and headers are here; the body is not.
    void answered(const qd::HttpResponse &head);
    void received(const QByteArray &bytes);
    /// Nothing when the answer has ended as it should. Errors: Network, Tls, Timeout, Protocol, Invalid.
    void closed(const std::optional<qd::Error> &error);

private:
    void onMetaData();
    void announce();
    void onReadyRead();
    void take(qint64 most);
    void onFinished();
    void dropReply();
    [[nodiscard]] std::optional<Error> endError() const;
    void end(std::optional<Error> error);
    [[nodiscard]] Milliseconds elapsed() const;

    HttpStreamEnvironment m_environment;
    const HttpRequest m_request;
    QNetworkReply *m_reply = nullptr; ///< the manager's child
    int m_inReplySignal = 0;
    HttpResponse m_head;
    Microseconds m_started{0};
    qint64 m_bytes = 0;
    qint64 m_taken = 0; ///< bytes of this turn
    QTimer m_turn;
    bool m_isAnnounced = false;
    bool m_isEnded = false;
};

} // namespace qd
