#include "http/networkerror.h"

#include "http/tlstrust.h"

#include <QMetaEnum>

namespace qd {

namespace {

/// 201-299, 401-499 and ProtocolInvalidOperationError (400) are Qt's names for 4xx and 5xx answers; ContentReSendError
/// means that a body could not be sent again, which Qt says of 307 and 308 although nobody asked it to.
bool isStatusError(QNetworkReply::NetworkError error)
{
    return error > QNetworkReply::ProxyAuthenticationRequiredError && error != QNetworkReply::ContentReSendError
        && error != QNetworkReply::ProtocolUnknownError;
}

QString networkSentence(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError: return QStringLiteral("The server refused the connection.");
    case QNetworkReply::HostNotFoundError: return QStringLiteral("The server's name could not be resolved.");
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::ContentReSendError: return QStringLiteral("The server closed the connection before it had answered.");
    case QNetworkReply::SslHandshakeFailedError: return QStringLiteral("The server's certificate is not trusted.");
    case QNetworkReply::TimeoutError: return QStringLiteral("The server could not be reached in time.");
    default: return QStringLiteral("The server gave no usable answer.");
    }
}

/// TLS 1.3 servers look at our certificate when the handshake is over for us: their refusal comes as an alert.
bool isRefusalOfOurs(const QNetworkReply &reply)
{
    const QString words = reply.errorString();
    return words.contains(QLatin1String("alert certificate required")) || words.contains(QLatin1String("alert bad certificate"))
        || words.contains(QLatin1String("alert unknown ca")) || words.contains(QLatin1String("alert certificate")) || words.contains(QLatin1String("alert handshake failure"));
}

std::optional<Error> tlsErrorOf(const QNetworkReply &reply)
{
    if (const QString problems = tlsProblemsOf(reply); !problems.isEmpty())
        return Error{.kind = ErrorKind::Tls, .message = QStringLiteral("The server's certificate is not trusted: %1").arg(problems)};
    if (isRefusalOfOurs(reply))
        return Error{.kind = ErrorKind::Tls, .message = QStringLiteral("The server wants a client certificate, or does not take ours."), .detail = reply.errorString().left(300), .vendorCode = QStringLiteral("tls-client")};
    return std::nullopt;
}

} // namespace

std::optional<Error> networkErrorOf(const QNetworkReply &reply, int status)
{
    const QNetworkReply::NetworkError error = reply.error();
    const bool isRedirect = status >= 300 && status < 400 && error == QNetworkReply::ContentReSendError;
    const bool decidedByStatus = error == QNetworkReply::NoError ? status != 0 : isRedirect || (status >= 400 && isStatusError(error));
    if (decidedByStatus)
        return std::nullopt;
    if (auto tls = tlsErrorOf(reply))
        return tls;
    const char *name = QMetaEnum::fromType<QNetworkReply::NetworkError>().valueToKey(error);
    return Error{.kind = error == QNetworkReply::SslHandshakeFailedError ? ErrorKind::Tls : ErrorKind::Network,
                 .message = networkSentence(error),
                 .detail = QStringLiteral("%1, HTTP status %2").arg(QLatin1String(name ? name : "unknown"), QString::number(status)),
                 .httpStatus = status};
}

} // namespace qd
