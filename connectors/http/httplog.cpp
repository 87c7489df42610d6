#include "http/httplog.h"

#include "http/redaction.h"
#include "loglevel.h"

namespace qd::httplog {

namespace {

QString subject(const HttpRequest &request, const QUrl &url)
{
    return QString::fromLatin1(request.method) + u' ' + redaction::url(url);
}

QString shownBody(const HttpRequest &request, const QUrl &url)
{
    if (request.body.isEmpty())
        return QString();
    if (request.isSecretBody || redaction::isTokenEndpoint(url))
        return QStringLiteral(" body=(secret)");
    return QStringLiteral(" body=") + redaction::body(request.body, request.contentType);
}

} // namespace

void sent(const HttpRequest &request, const QUrl &url, int attempt, const QString &clientId)
{
    if (!log::isRead(log::Level::Debug))
        return;
    log::debug(log::http, QStringLiteral("> %1 try=%2 id=%3 headers=[%4]%5")
                              .arg(subject(request, url), QString::number(attempt), clientId,
                                   redaction::headers(request.headers), shownBody(request, url)));
}

void received(const HttpRequest &request, const QUrl &url, const HttpResponse &response, Milliseconds elapsed)
{
    if (!log::isRead(log::Level::Info))
        return;
    log::info(log::http, QStringLiteral("< %1 status=%2 ms=%3 bytes=%4 try=%5 id=%6")
                             .arg(subject(request, url), QString::number(response.status), QString::number(elapsed.count()),
                                  QString::number(response.body.size()), QString::number(response.attempts), response.requestId));
}

void failed(const HttpRequest &request, const QUrl &url, const Error &error, int attempt, Milliseconds elapsed)
{
    log::info(log::http, QStringLiteral("< %1 error=%2 (%3) ms=%4 try=%5 id=%6")
                             .arg(subject(request, url), errorKindName(error.kind), error.detail,
                                  QString::number(elapsed.count()), QString::number(attempt), error.requestId));
}

} // namespace qd::httplog
