#include "http/httpclient.h"

#include "http/httpexchange.h"
#include "http/httpstream.h"
#include "http/tlstrust.h"

#include <QNetworkAccessManager>
#include <QNetworkCookie>
#include <QNetworkCookieJar>
#include <QNetworkProxyFactory>

#include <algorithm>

namespace qd {

namespace {

/// A proxy of the desktop must not see traffic to this machine itself, such as the lab's.
class LoopbackDirectProxyFactory final : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        QUrl url;
        url.setHost(query.peerHostName());
        return isLoopback(url) ? QList{QNetworkProxy(QNetworkProxy::NoProxy)} : proxyForQuery(query);
    }
};

/// Keeps nothing.
class NoCookies final : public QNetworkCookieJar
{
public:
    using QNetworkCookieJar::QNetworkCookieJar;
    [[nodiscard]] QList<QNetworkCookie> cookiesForUrl(const QUrl &) const override { return {}; }
    bool setCookiesFromUrl(const QList<QNetworkCookie> &, const QUrl &) override { return false; }
};

std::unique_ptr<QNetworkAccessManager> makeManager(const HttpClientOptions &options)
{
    auto manager = options.makeManager ? options.makeManager() : std::make_unique<QNetworkAccessManager>();
    manager->setCookieJar(new NoCookies(manager.get()));
    manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    manager->setProxyFactory(new LoopbackDirectProxyFactory);
    return manager;
}

bool hasLineBreak(const QByteArray &text) { return text.contains('\r') || text.contains('\n'); }

std::optional<Error> refusal(const HttpRequest &request)
{
    const auto invalid = [](const QString &message) { return Error{.kind = ErrorKind::Invalid, .message = message}; };
    const bool isHttps = request.url.scheme() == QLatin1String("https");
    if (!request.url.isValid() || request.url.host().isEmpty())
        return invalid(QStringLiteral("The address is not a valid URL."));
    if (!isHttps && !(request.url.scheme() == QLatin1String("http") && isLoopback(request.url)))
        return invalid(QStringLiteral("Only https is accepted, except on this machine itself."));
    if (!request.body.isEmpty() && request.contentType.isEmpty())
        return invalid(QStringLiteral("A body needs a content type."));
    for (const auto &[name, value] : request.headers.fields())
        if (hasLineBreak(name) || hasLineBreak(value))
            return invalid(QStringLiteral("A header holds a line break."));
    return std::nullopt;
}

} // namespace

HttpClient::HttpClient(const Clock &clock, Timers &timers, HttpClientOptions options)
    : m_clock(clock), m_timers(timers), m_options(std::move(options)), m_manager(qd::makeManager(m_options))
{
    if (m_options.tls == TlsSettings())
        return;
    auto trust = TlsTrust::read(m_options.tls, m_options.tlsServer, m_clock.now());
    if (trust)
        m_trust = std::make_unique<const TlsTrust>(*trust);
    else
        m_tlsError = trust.error();
}

HttpClient::~HttpClient()
{
    // Exchanges abort their replies, which need the manager: end them first.
    const QObjectList running = m_exchanges.children();
    qDeleteAll(running);
}

std::optional<Error> HttpClient::refusalOf(const HttpRequest &request) const
{
    const auto error = refusal(request);
    return error || request.url.scheme() != QLatin1String("https") ? error : m_tlsError;
}

Call HttpClient::send(HttpRequest request, QObject *context, Completion<HttpResponse> completion)
{
    auto state = CallState<HttpResponse>::create(context, std::move(completion));
    const Call call = state->handle();
    if (const auto error = refusalOf(request)) {
        state->finish(*error);
        return call;
    }
    if (m_options.longestTry.count() > 0)
        request.timeout = std::min(request.timeout, m_options.longestTry);
    auto *exchange = new HttpExchange({m_clock, m_timers, m_options, *m_manager, m_trust.get()}, std::move(request), state, &m_exchanges);
    exchange->start();
    return call;
}

std::unique_ptr<HttpStream> HttpClient::open(HttpRequest request)
{
    std::optional<Error> error = refusalOf(request);
    auto stream = std::make_unique<HttpStream>(HttpStreamEnvironment{m_clock, m_timers, m_options, *m_manager, m_trust.get()}, std::move(request));
    stream->start(std::move(error));
    return stream;
}

} // namespace qd
