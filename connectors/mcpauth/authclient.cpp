#include "mcpauth/authclient.h"

#include "http/callchain.h"
#include "mcpauth/authcodec.h"

namespace qd {

namespace {

/// The URL as Qt takes it; nothing when Qt would go to another host than was checked.
std::optional<QUrl> sameAddress(const oauth::WebUrl &checked)
{
    const QUrl url = QUrl::fromEncoded(checked.text.toLatin1(), QUrl::StrictMode);
    QString host = url.host(QUrl::FullyEncoded).toLower();
    if (host.endsWith(u'.'))
        host.chop(1);
    const bool isSame = url.isValid() && url.userInfo().isEmpty() && host == checked.host && url.port(checked.isSecure() ? 443 : 80) == checked.port;
    return isSame ? std::optional(url) : std::nullopt;
}

/// Who did not answer: the trail says it in front of the message, which stands alone elsewhere.
Error withAddress(Error error, const QString &method, const QString &url)
{
    const bool isNoAnswer = error.kind == ErrorKind::Timeout || error.kind == ErrorKind::Network || error.kind == ErrorKind::Tls;
    if (isNoAnswer && error.message.endsWith(u'.'))
        error.message = QStringLiteral("%1 (%2 %3).").arg(error.message.chopped(1), method, oauth::shownUrl(url));
    return error;
}

Error oddAddress(const QString &url)
{
    return {.kind = ErrorKind::Protocol, .message = QStringLiteral("The server names an address that can be read in two ways."), .detail = oauth::shownUrl(url)};
}

} // namespace

Call AuthClient::get(const QString &url, QObject *context, Completion<HttpResponse> completion)
{
    return send({.method = "GET"}, url, context, std::move(completion));
}

Call AuthClient::postForm(const QString &url, const oauth::Form &form, const QByteArray &authorization, QObject *context, Completion<HttpResponse> completion)
{
    HttpRequest request{.method = "POST", .body = oauth::encodeForm(form), .contentType = "application/x-www-form-urlencoded"};
    if (!authorization.isEmpty())
        request.headers.set("Authorization", authorization);
    return send(std::move(request), url, context, std::move(completion));
}

Call AuthClient::postJson(const QString &url, const QByteArray &body, QObject *context, Completion<HttpResponse> completion)
{
    return send({.method = "POST", .body = body, .contentType = "application/json"}, url, context, std::move(completion));
}

void AuthClient::tell(const char *method, const QString &url, int status, const QString &decision, bool isFailure)
{
    m_tell({.what = QString::fromLatin1(method), .url = oauth::shownUrl(url), .status = status, .decision = decision, .isFailure = isFailure});
}

Call AuthClient::send(HttpRequest request, const QString &url, QObject *context, Completion<HttpResponse> completion)
{
    auto *chain = new CallChain<HttpResponse>(nullptr, context, std::move(completion));
    const Call handle = chain->handle();
    request.headers.set("Accept", "application/json");
    request.timeout = request.idleTimeout = timeout;
    request.maxBytes = authcodec::maxBodyBytes;
    request.isOnce = request.isSecretBody = true;
    const QString method = QString::fromLatin1(request.method);
    const auto fail = [this, chain, url, method](const Error &error) {
        if (error.kind != ErrorKind::Cancelled) // else whoever is told may be gone
            tell(method.toLatin1().constData(), url, error.httpStatus, error.message, true);
        chain->finish(withAddress(error, method, url));
    };
    chain->follow(m_guard.check(url, chain, [this, chain, fail, url, request = std::move(request)](const Result<oauth::WebUrl> &checked) mutable {
        if (!checked)
            return fail(checked.error());
        const auto address = sameAddress(*checked);
        if (!address)
            return fail(oddAddress(url));
        request.url = *address;
        chain->follow(m_http.send(std::move(request), chain, [chain, fail](const Result<HttpResponse> &reply) {
            reply ? chain->finish(*reply) : fail(reply.error());
        }));
    }));
    return handle;
}

} // namespace qd
