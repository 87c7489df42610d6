#include "mcp/shownhttp.h"

#include "http/errormapping.h"
#include "http/redaction.h"

namespace qd::shownhttp {

QString head(const HttpResponse &head)
{
    return QStringLiteral("HTTP %1\n").arg(head.status) + redaction::headers(head.headers).replace(QStringLiteral("; "), QStringLiteral("\n"));
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
                .message = QStringLiteral("The server answered with a redirect, which is not followed: keys would travel along."),
                .detail = redaction::url(head.headers.value("location").isEmpty() ? QUrl() : QUrl::fromEncoded(head.headers.value("location"))),
                .httpStatus = head.status};
    HttpResponse response = head;
    response.body = body;
    return errorFromResponse(response);
}

} // namespace qd::shownhttp
