#pragma once

#include "clock.h"
#include "http/call.h"
#include "http/httprequest.h"
#include "http/httpresponse.h"
#include "http/retrypolicy.h"
#include "http/timers.h"
#include "tlssettings.h"

#include <QObject>
#include <QString>
#include <QUrl>

#include <functional>
#include <memory>
#include <optional>

class QNetworkAccessManager;

namespace qd {

class HttpExchange;
class HttpStream;
class TlsTrust;

/// How a client differs from the defaults.
struct HttpClientOptions {
    QString userAgent = QStringLiteral("Quarterdeck/" QD_VERSION);
    TlsSettings tls;      ///< files that cannot be used fail every https request with ErrorKind::Tls
    QUrl tlsServer;       ///< whom our certificate is shown to, and who alone may have any: the server at this origin
    RetryPolicy retry;
    Milliseconds longestTry{0}; ///< no try may take longer, whatever the request says; 0: no bound
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
    [[nodiscard]] std::optional<Error> refusalOf(const HttpRequest &request) const;

    const Clock &m_clock;
    Timers &m_timers;
    HttpClientOptions m_options;
    std::unique_ptr<const TlsTrust> m_trust; ///< null: the system's way
    std::optional<Error> m_tlsError;
    std::unique_ptr<QNetworkAccessManager> m_manager;
    QObject m_exchanges; ///< parent of the running exchanges
};

} // namespace qd
