#include "mcp/shownhttp.h"

#include "http/errormapping.h"
#include "http/redaction.h"
#include "mcp/keytext.h"

namespace qd::shownhttp {

namespace {

constexpr qsizetype longestPlace = 2000; ///< that a redirect names, or a header holds

/// Somebody asked for it by name; what opens doors stays hidden all the same.
QByteArray plainHeader(const HttpHeaders &headers, const QString &name)
{
    const QByteArray latin = name.toLatin1();
    bool opensDoors = namesKeyOfPair(name) || name.contains(QLatin1String("session"), Qt::CaseInsensitive);
    for (const auto &[field, value] : headers.fields())
        opensDoors = opensDoors || (field.compare(latin, Qt::CaseInsensitive) == 0 && !keysInside(QString::fromLatin1(value.left(longestPlace))).isEmpty());
    return opensDoors ? QByteArray() : latin;
}

} // namespace

QString head(const HttpResponse &head, const QString &plain)
{
    return QStringLiteral("HTTP %1\n").arg(head.status) + redaction::headers(head.headers, plainHeader(head.headers, plain)).replace(QStringLiteral("; "), QStringLiteral("\n"));
}

QString request(const HttpRequest &request)
{
    HttpHeaders headers = request.headers;
    headers.set("Content-Type", request.contentType);
    headers.set("Content-Length", QByteArray::number(request.body.size()));
    return QString::fromLatin1(request.method) + u' ' + redaction::url(request.url) + u'\n'
        + redaction::headers(headers).replace(QStringLiteral("; "), QStringLiteral("\n"));
}

Error errorOfAnswer(const HttpResponse &head, const QByteArray &body)
{
    if (head.status >= 300 && head.status < 400)
        return {.kind = ErrorKind::Protocol,
                .message = QStringLiteral("The server answered with a redirect. Only the address that was given is spoken to."),
                .detail = QUrl::fromEncoded(head.headers.value("location").left(longestPlace)).toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery),
                .httpStatus = head.status};
    HttpResponse response = head;
    response.body = body;
    Error error = errorFromResponse(response);
    if (error.kind == ErrorKind::Invalid)
        error.kind = ErrorKind::Protocol; // what we sent is our matter, not the caller's
    return error;
}

bool isOfTheOrigin(const QUrl &named, const QUrl &server)
{
    const auto port = [](const QUrl &url) { return url.port(url.scheme() == QLatin1String("https") ? 443 : 80); };
    return named.isValid() && (named.userInfo().isEmpty() || named.userInfo() == server.userInfo()) && named.scheme() == server.scheme() && named.host() == server.host() && port(named) == port(server);
}

QString tlsWarning(const McpServerConfig &config)
{
    const bool isUnchecked = config.tls.isInsecure && config.url.scheme() == QLatin1String("https");
    return isUnchecked ? QStringLiteral("Warning: the certificate of %1 is not checked (insecure): who stands between can read and change everything.").arg(config.url.host()) : QString();
}

} // namespace qd::shownhttp
