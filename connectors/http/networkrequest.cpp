#include "http/networkrequest.h"

#include "http/tlstrust.h"
#include "http/uploadbody.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

namespace qd {

QNetworkRequest networkRequestOf(const HttpRequest &request, const QUrl &url, const HttpClientOptions &options, const TlsTrust *trust)
{
    QNetworkRequest prepared(url);
    prepared.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    prepared.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    prepared.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    prepared.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    prepared.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    prepared.setRawHeader("Accept-Encoding", "gzip"); // set by us, so that Qt leaves the unpacking to us
    prepared.setDecompressedSafetyCheckThreshold(-1);
    prepared.setRawHeader("User-Agent", options.userAgent.toLatin1());
    prepared.setRawHeader("Accept-Language", "en");
    for (const auto &[name, value] : request.headers.fields())
        prepared.setRawHeader(name, value);
    if (!request.contentType.isEmpty())
        prepared.setRawHeader("Content-Type", request.contentType);
    if (trust)
        prepared.setSslConfiguration(trust->configurationFor(url));
    return prepared;
}

namespace {

QNetworkReply *sentBy(QNetworkAccessManager &manager, const QNetworkRequest &prepared, const HttpRequest &request, QObject *parent)
{
    if (request.method == "HEAD")
        return manager.head(prepared); // a custom HEAD waits for a body until the connection times out
    if (request.method == "GET")
        return manager.get(prepared);
    if (request.idempotent)
        return manager.sendCustomRequest(prepared, request.method, request.body);
    QNetworkRequest once(prepared);
    once.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    once.setHeader(QNetworkRequest::ContentLengthHeader, request.body.size());
    return manager.sendCustomRequest(once, request.method, new UploadBody(request.body, parent));
}

} // namespace

QNetworkReply *startReply(QNetworkAccessManager &manager, const QNetworkRequest &prepared, const HttpRequest &request, const TlsTrust *trust, QObject *parent)
{
    QNetworkReply *reply = sentBy(manager, prepared, request, parent);
    watchTls(*reply, trust);
    return reply;
}

} // namespace qd
