#pragma once

#include "clock.h"
#include "http/call.h"
#include "http/httprequest.h"
#include "http/httpresponse.h"
#include "http/retrypolicy.h"
#include "http/timers.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>

class QNetworkAccessManager;

namespace qd {

class HttpExchange;
class HttpStream;

/// How a client differs from the defaults.
struct HttpClientOptions {
    QString userAgent = QStringLiteral("Quarterdeck/" QD_VERSION);
    QString extraCaFile;  ///< PEM file trusted in addition to the system's certificates
    RetryPolicy retry;
    std::function<std::unique_ptr<QNetworkAccessManager>()> makeManager; ///< tests only
};

/// Sends HTTP/1.1 requests for one account: deadlines, retries, size caps, correlation ids and a redacted log; no
/// cookies, no silent redirects, no silent resends. Any complete answer is a success here, whatever its status.
/// Destroying it completes running calls with Cancelled. GUI thread.
class HttpClient
{
public:
    HttpClient(const Clock &clock, Timers &timers, HttpClientOptions options = {});
    ~HttpClient();
    Q_DISABLE_COPY_MOVE(HttpClient)

    /// Errors: Network, Tls, Timeout, Cancelled, Protocol (redirect, answer over the cap), Invalid (plain http, bad header).
    Call send(HttpRequest request, QObject *context, Completion<HttpResponse> completion);

    /// Sends it once and gives the answer piece by piece. Never null; what is wrong is told by HttpStream::closed. The
    /// stream must go before this client. `request.timeout` bounds the wait for the head of the answer alone.
    [[nodiscard]] std::unique_ptr<HttpStream> open(HttpRequest request);

private:
    const Clock &m_clock;
    Timers &m_timers;
    HttpClientOptions m_options;
    std::unique_ptr<QNetworkAccessManager> m_manager;
    QObject m_exchanges; ///< parent of the running exchanges
};

} // namespace qd
