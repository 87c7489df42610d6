#include "http/reachprobe.h"

#include "http/httprequest.h"
#include "http/tlstrust.h"

#include <QHostAddress>
#include <QHostInfo>
#include <QNetworkProxyFactory>
#include <QSslCertificate>
#include <QSslCipher>
#include <QSslSocket>

#include <utility>

namespace qd {

namespace {

constexpr qsizetype maxShownAddresses = 4;

QString shownAddresses(const QHostInfo &info)
{
    QStringList shown;
    for (const QHostAddress &address : info.addresses().first(std::min(info.addresses().size(), maxShownAddresses)))
        shown << address.toString();
    return shown.join(QStringLiteral(", "));
}

QString shownEncryption(const QSslSocket &socket)
{
    const QSslCertificate certificate = socket.peerCertificate();
    return QStringLiteral("%1, %2, certificate for %3 until %4")
        .arg(socket.sessionCipher().protocolString(), socket.sessionCipher().name(), certificate.subjectInfo(QSslCertificate::CommonName).join(u' ').left(200),
             certificate.expiryDate().toUTC().toString(QStringLiteral("yyyy-MM-dd")));
}

ErrorKind socketErrorKind(QAbstractSocket::SocketError error)
{
    if (error == QAbstractSocket::SslHandshakeFailedError || error == QAbstractSocket::SslInternalError || error == QAbstractSocket::SslInvalidUserDataError)
        return ErrorKind::Tls;
    return error == QAbstractSocket::SocketTimeoutError ? ErrorKind::Timeout : ErrorKind::Network;
}

/// Whether there is no proxy, it wants to know who asks, or it does not lead to the server.
QString proxyFault(QAbstractSocket::SocketError error)
{
    switch (error) {
    case QAbstractSocket::ProxyConnectionRefusedError:
    case QAbstractSocket::ProxyNotFoundError:
    case QAbstractSocket::ProxyConnectionTimeoutError: return QStringLiteral("proxy-down");
    case QAbstractSocket::ProxyAuthenticationRequiredError: return QStringLiteral("proxy-sign-in");
    default: return QStringLiteral("proxy-refuses");
    }
}

} // namespace

ReachProbe::ReachProbe(Timers &timers, const Clock &clock, QUrl url, Milliseconds patience, TlsSettings tls)
    : m_timers(timers), m_clock(clock), m_url(std::move(url)), m_patience(patience), m_tls(std::move(tls)), m_host(m_url.host()),
      m_port(static_cast<quint16>(m_url.port(m_url.scheme() == QLatin1String("https") ? 443 : 80)))
{
}

ReachProbe::~ReachProbe() { stop(); }

void ReachProbe::start()
{
    QMetaObject::invokeMethod(this, &ReachProbe::findProxy, Qt::QueuedConnection);
}

void ReachProbe::stop()
{
    m_isOver = true;
    m_guard.reset();
    if (m_lookup >= 0)
        QHostInfo::abortHostLookup(std::exchange(m_lookup, -1));
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket->abort();
        m_socket.release()->deleteLater(); // it may be the caller
    }
}

bool ReachProbe::isEncrypted() const { return m_url.scheme() == QLatin1String("https"); }

Milliseconds ReachProbe::elapsed() const { return std::chrono::duration_cast<Milliseconds>(m_timers.monotonic() - m_begun); }

void ReachProbe::begin(ReachStage::Kind kind)
{
    m_stage = kind;
    m_begun = m_timers.monotonic();
    m_guard = std::make_unique<QObject>();
    m_timers.after(m_patience, m_guard.get(), [this] {
        failByProxy({.kind = ErrorKind::Timeout, .message = QStringLiteral("No answer within %1 s.").arg(static_cast<double>(m_patience.count()) / 1000.0)});
    });
}

void ReachProbe::pass(const QString &found) { emit passed({.kind = m_stage, .found = found, .elapsed = elapsed()}); }
void ReachProbe::skip(ReachStage::Kind kind, const QString &why) { emit passed({.kind = kind, .isSkipped = true, .found = why}); }

void ReachProbe::fail(const Error &error)
{
    const ReachStage stage{.kind = m_stage, .error = error, .found = error.message, .elapsed = elapsed()};
    stop();
    emit passed(stage);
    emit ended(false);
}

QString ReachProbe::shownProxy() const { return QStringLiteral("by way of %1:%2").arg(m_proxy.hostName()).arg(m_proxy.port()); }

/// Before it is through, the proxy is what fails.
void ReachProbe::failByProxy(Error error)
{
    if (m_isByProxy && m_stage == ReachStage::Kind::Proxy) {
        error.message = shownProxy() + QStringLiteral(": ") + error.message;
        if (error.vendorCode.isEmpty())
            error.vendorCode = QStringLiteral("proxy-down");
    }
    fail(error);
}

void ReachProbe::findProxy()
{
    if (m_isOver)
        return;
    begin(ReachStage::Kind::Proxy);
    const auto proxies = isLoopback(m_url) ? QList<QNetworkProxy>() : QNetworkProxyFactory::proxyForQuery(QNetworkProxyQuery(m_url));
    const QNetworkProxy proxy = proxies.isEmpty() ? QNetworkProxy(QNetworkProxy::NoProxy) : proxies.first();
    m_isByProxy = proxy.type() != QNetworkProxy::NoProxy && proxy.type() != QNetworkProxy::DefaultProxy && !proxy.hostName().isEmpty();
    if (m_isByProxy) {
        m_proxy = proxy;
        return connectTo();
    }
    pass(QStringLiteral("none"));
    lookUp();
}

void ReachProbe::lookUp()
{
    if (m_isOver)
        return;
    if (!QHostAddress(m_host).isNull()) {
        skip(ReachStage::Kind::Dns, QStringLiteral("the address is a number"));
        return connectTo();
    }
    begin(ReachStage::Kind::Dns);
    m_lookup = QHostInfo::lookupHost(m_host, this, [this](const QHostInfo &info) {
        m_lookup = -1;
        if (m_isOver)
            return;
        if (info.error() != QHostInfo::NoError || info.addresses().isEmpty())
            return fail({.kind = ErrorKind::Network, .message = QStringLiteral("The name %1 is not known.").arg(m_host), .detail = info.errorString()});
        pass(shownAddresses(info));
        connectTo();
    });
}

void ReachProbe::connectTo()
{
    if (m_isOver)
        return;
    if (!m_isByProxy)
        begin(ReachStage::Kind::Tcp);
    m_socket = std::make_unique<QSslSocket>();
    m_socket->setProxy(m_proxy);
    connect(m_socket.get(), &QAbstractSocket::connected, this, &ReachProbe::onConnected);
    connect(m_socket.get(), &QAbstractSocket::errorOccurred, this, &ReachProbe::onSocketError);
    m_socket->connectToHost(m_host, m_port);
}

void ReachProbe::onConnected()
{
    if (m_isByProxy) {
        pass(shownProxy());
        skip(ReachStage::Kind::Dns, QStringLiteral("the proxy looks it up"));
        skip(ReachStage::Kind::Tcp, QStringLiteral("through the proxy"));
    } else {
        pass(QStringLiteral("%1:%2").arg(m_socket->peerAddress().toString()).arg(m_socket->peerPort()));
    }
    encrypt();
}

void ReachProbe::encrypt()
{
    if (m_isOver)
        return;
    if (!isEncrypted()) {
        stop();
        skip(ReachStage::Kind::Tls, QStringLiteral("plain http, on this machine"));
        return emit ended(true);
    }
    begin(ReachStage::Kind::Tls);
    const auto trust = TlsTrust::read(m_tls, m_url, m_clock.now());
    if (!trust)
        return fail(trust.error());
    m_socket->setSslConfiguration(trust->configurationFor(m_url));
    if (trust->takesAnyCertificate(m_url))
        connect(m_socket.get(), &QSslSocket::sslErrors, this, [this](const QList<QSslError> &errors) {
            m_ignored = tlsErrorTexts(errors);
            m_socket->ignoreSslErrors(errors);
        });
    connect(m_socket.get(), &QSslSocket::encrypted, this, &ReachProbe::onEncrypted);
    m_socket->setPeerVerifyName(m_host);
    m_socket->startClientEncryption();
}

void ReachProbe::onEncrypted()
{
    const QString overlooked = m_ignored.isEmpty() ? QStringLiteral("any would be taken") : m_ignored;
    pass(shownEncryption(*m_socket) + (m_tls.isInsecure ? QStringLiteral("; WARNING: the certificate is not checked (insecure): %1").arg(overlooked) : QString()));
    stop();
    emit ended(true);
}

void ReachProbe::onSocketError()
{
    if (m_isOver)
        return;
    if (m_stage == ReachStage::Kind::Proxy)
        return failByProxy({.kind = socketErrorKind(m_socket->error()), .message = m_socket->errorString(), .vendorCode = proxyFault(m_socket->error())});
    const QString reasons = m_ignored.isEmpty() ? tlsErrorTexts(m_socket->sslHandshakeErrors()) : QString();
    const bool isPart = m_stage == ReachStage::Kind::Tls;
    fail({.kind = isPart && !reasons.isEmpty() ? ErrorKind::Tls : socketErrorKind(m_socket->error()),
          .message = isPart ? (reasons.isEmpty() ? QStringLiteral("The handshake failed.") : reasons) : QStringLiteral("The connection failed: %1").arg(m_socket->errorString()),
          .detail = m_socket->errorString()});
}

} // namespace qd
