#include "http/tlstrust.h"

#include "http/tlsfiles.h"

#include <QNetworkReply>
#include <QSslError>
#include <QStringList>

namespace qd {

namespace {

constexpr const char *problemsProperty = "qdTlsProblems";
constexpr qsizetype longestProblems = 500;

bool isOriginOf(const QUrl &server, const QUrl &url)
{
    const auto port = [](const QUrl &of) { return of.port(of.scheme() == QLatin1String("https") ? 443 : 80); };
    return url.scheme() == server.scheme() && url.host() == server.host() && port(url) == port(server);
}

} // namespace

Result<TlsTrust> TlsTrust::read(const TlsSettings &settings, const QUrl &server, Instant now)
{
    TlsTrust trust;
    trust.m_server = server;
    trust.m_isInsecure = settings.isInsecure;
    trust.m_ofOthers = QSslConfiguration::defaultConfiguration();
    if (!settings.caFile.isEmpty()) {
        const auto authorities = tlsfiles::authorities(settings.caFile, now);
        if (!authorities)
            return authorities.error();
        trust.m_ofOthers.addCaCertificates(*authorities);
    }
    trust.m_ofServer = trust.m_ofOthers;
    if (!settings.certificateFile.isEmpty() || !settings.keyFile.isEmpty()) {
        const auto identity = tlsfiles::identity(settings.certificateFile, settings.keyFile, now);
        if (!identity)
            return identity.error();
        trust.m_ofServer.setLocalCertificateChain(identity->chain);
        trust.m_ofServer.setPrivateKey(identity->key);
    }
    return trust;
}

QSslConfiguration TlsTrust::configurationFor(const QUrl &url) const { return isOriginOf(m_server, url) ? m_ofServer : m_ofOthers; }

bool TlsTrust::takesAnyCertificate(const QUrl &url) const { return m_isInsecure && isOriginOf(m_server, url); }

QString tlsErrorTexts(const QList<QSslError> &errors)
{
    QStringList texts;
    for (const QSslError &error : errors)
        texts << error.errorString();
    texts.removeDuplicates();
    return texts.join(QStringLiteral("; ")).left(longestProblems);
}

void watchTls(QNetworkReply &reply, const TlsTrust *trust)
{
    const bool takesAny = trust && trust->takesAnyCertificate(reply.url());
    QObject::connect(&reply, &QNetworkReply::sslErrors, &reply, [&reply, takesAny](const QList<QSslError> &errors) {
        if (takesAny)
            reply.ignoreSslErrors(errors);
        else
            reply.setProperty(problemsProperty, tlsErrorTexts(errors));
    });
}

QString tlsProblemsOf(const QNetworkReply &reply) { return reply.property(problemsProperty).toString(); }

} // namespace qd
