#pragma once

#include "http/callstate.h"
#include "http/httpclient.h"
#include "http/inflater.h"

#include <QElapsedTimer>
#include <QNetworkReply>

namespace qd {

/// What an exchange borrows from its client.
struct HttpExchangeEnvironment {
    const Clock &clock;
    Timers &timers;
    const HttpClientOptions &options;
    QNetworkAccessManager &manager;
    const TlsTrust *trust = nullptr; ///< null: the system's way
};

/// One logical request with all its tries. Deletes itself when settled; deleting it earlier completes the call with
/// Cancelled. Internal to HttpClient.
class HttpExchange final : public QObject
{
public:
    HttpExchange(HttpExchangeEnvironment environment, HttpRequest request, std::shared_ptr<CallState<HttpResponse>> state,
                 QObject *parent);
    ~HttpExchange() override;

    void start();

private:
    struct DeleteLater {
        void operator()(QNetworkReply *reply) const { reply->deleteLater(); }
    };

    void send();
    [[nodiscard]] QNetworkReply *makeReply();
    void watchIdle(Milliseconds wait);
    void onMetaData();
    void onReadyRead();
    void take(const QByteArray &wire);
    bool prepareBody();
    void onFinished();
    void onAnswer(int status);
    bool followRedirect(const HttpResponse &response);
    [[nodiscard]] HttpResponse makeResponse(int status);
    [[nodiscard]] std::optional<Error> truncation() const;
    bool retry(int status, std::optional<Milliseconds> retryAfter);
    void succeed(HttpResponse response);
    void fail(Error error);
    void settle(Result<HttpResponse> result);
    void dropReply();
    [[nodiscard]] Milliseconds since(Microseconds start) const;
    [[nodiscard]] Error overCap() const;

    HttpExchangeEnvironment m_environment;
    HttpRequest m_request;
    std::shared_ptr<CallState<HttpResponse>> m_state;
    std::unique_ptr<QNetworkReply, DeleteLater> m_reply;
    std::unique_ptr<QObject> m_idleGuard; ///< context of the idle timer of the current try
    QUrl m_url;
    QString m_clientId;
    QByteArray m_body;
    std::optional<Inflater> m_inflater; ///< of the current try, when its body is packed
    qint64 m_wireBytes = 0;
    bool m_isBodyPrepared = false;
    bool m_isSunk = false; ///< the body of this try goes to the request's sink
    Microseconds m_started{0};
    Microseconds m_tryStarted{0};
    Microseconds m_lastActivity{0};
    int m_try = 0;
    int m_redirects = 0;
    bool m_settled = false;
};

} // namespace qd
