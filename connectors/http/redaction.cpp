#include "http/redaction.h"

#include <QRegularExpression>
#include <QUrlQuery>

#include <algorithm>
#include <array>

namespace qd::redaction {

namespace {

constexpr qsizetype shownBodyBytes = 2048;
constexpr QLatin1String mask("***");

constexpr std::array allowedHeaders{
    "accept", "accept-language", "age", "allow", "api-supported-versions", "cache-control", "content-encoding", "content-length",
    "content-type", "date", "etag", "if-match", "if-none-match", "last-event-id", "last-modified", "mcp-method", "mcp-name", "mcp-protocol-version", "prefer", "retry-after", "retry-after-ms",
    "server", "traceparent", "user-agent", "vary", "x-ms-client-request-id", "x-ms-correlation-request-id",
    "x-ms-request-id", "x-ms-retry-after-ms", "x-ms-routing-request-id"};

/// Names of query keys and body fields, without regard to case and separators.
constexpr std::array secretNames{
    "accesskey", "accesstoken", "apikey", "assertion", "authorization", "clientassertion", "clientinfo", "clientsecret",
    "code", "codeverifier", "connectionstring", "cookie", "devicecode", "idtoken", "instrumentationkey", "key",
    "ocpapimsubscriptionkey", "passphrase", "password", "primarykey", "pwd", "refreshtoken", "sas", "secondarykey",
    "secret", "sharedaccesskey", "sharedaccesssignature", "sig", "signature", "subscriptionkey", "token"};

bool isSecretName(QString name)
{
    name = name.toLower();
    name.removeIf([](QChar c) { return c == u'_' || c == u'-' || c == u'.'; });
    return std::any_of(secretNames.begin(), secretNames.end(), [&](const char *secret) { return name == QLatin1String(secret); });
}

bool isAllowedHeader(const QByteArray &name)
{
    return std::any_of(allowedHeaders.begin(), allowedHeaders.end(),
                       [&](const char *allowed) { return name.compare(allowed, Qt::CaseInsensitive) == 0; });
}

QString printable(QString text)
{
    for (QChar &c : text)
        if (c.category() == QChar::Other_Control)
            c = u' ';
    return text;
}

/// Resource Manager signs the addresses of its operations with keys of one letter: c, s, h.
bool isSignatureKey(const QString &name) { return name == QLatin1String("c") || name == QLatin1String("s") || name == QLatin1String("h"); }

QString maskedForm(const QString &form)
{
    QStringList fields = form.split(u'&');
    for (QString &field : fields) {
        const QString name = field.section(u'=', 0, 0);
        if (isSignatureKey(name) || isSecretName(QUrl::fromPercentEncoding(name.toUtf8())))
            field = name + u'=' + mask;
    }
    return fields.join(u'&');
}

/// Works on text, not on a document, because what is shown may be cut off in the middle.
QString maskedJson(const QString &text)
{
    static const QRegularExpression member(QStringLiteral("\"((?:[^\"\\\\]|\\\\.)*)\"\\s*:\\s*(\"(?:[^\"\\\\]|\\\\.)*(?:\"|$)|[^\\s,}\\]\"]+)"));
    QString result;
    qsizetype from = 0;
    for (auto it = member.globalMatch(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        if (!isSecretName(match.captured(1)))
            continue;
        result += QStringView(text).mid(from, match.capturedStart(2) - from);
        result += QString(u'"' + mask + u'"');
        from = match.capturedEnd(2);
    }
    return result + QStringView(text).mid(from);
}

} // namespace

QString url(const QUrl &url)
{
    QUrl shown(url);
    shown.setUserInfo(QString());
    shown.setFragment(QString());
    if (shown.hasQuery())
        shown.setQuery(maskedForm(shown.query(QUrl::FullyEncoded)));
    return shown.toString(QUrl::FullyEncoded | QUrl::RemoveScheme).mid(2);
}

QString headers(const HttpHeaders &headers, const QByteArray &also)
{
    const auto isShown = [&also](const QByteArray &name) { return isAllowedHeader(name) || (!also.isEmpty() && name.compare(also, Qt::CaseInsensitive) == 0); };
    QStringList shown;
    for (const auto &[name, value] : headers.fields())
        shown << QString(QString::fromLatin1(name) + u": " + (isShown(name) ? QString::fromLatin1(value.left(200)) : mask));
    return printable(shown.join(QStringLiteral("; ")));
}

QString body(const QByteArray &body, const QByteArray &contentType)
{
    const QString text = QString::fromUtf8(body.left(shownBodyBytes));
    const QString rest = body.size() > shownBodyBytes ? QStringLiteral("… (%1 bytes)").arg(body.size()) : QString();
    if (contentType.contains("json"))
        return printable(maskedJson(text)) + rest;
    if (contentType.contains("x-www-form-urlencoded"))
        return printable(maskedForm(text)) + rest;
    return QStringLiteral("(%1 bytes)").arg(body.size());
}

bool isTokenEndpoint(const QUrl &url)
{
    const QString path = url.path().toLower();
    return path.contains(QLatin1String("/oauth2/")) || path.contains(QLatin1String("/identity/")) || path.endsWith(QLatin1String("/token"));
}

} // namespace qd::redaction
