#include "http/networkerror.h"

#include <QMetaEnum>

namespace qd {

namespace {

/// 201-299, 401-499 and ProtocolInvalidOperationError (400) are Qt's names for 4xx and 5xx answers; ContentReSendError
/// means that a body could not be sent again.
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

} // namespace

std::optional<Error> networkErrorOf(const QNetworkReply &reply, int status)
{
    const QNetworkReply::NetworkError error = reply.error();
    const bool decidedByStatus = error == QNetworkReply::NoError ? status != 0 : status >= 400 && isStatusError(error);
    if (decidedByStatus)
        return std::nullopt;
    const char *name = QMetaEnum::fromType<QNetworkReply::NetworkError>().valueToKey(error);
    return Error{.kind = error == QNetworkReply::SslHandshakeFailedError ? ErrorKind::Tls : ErrorKind::Network,
                 .message = networkSentence(error),
                 .detail = QStringLiteral("%1, HTTP status %2").arg(QLatin1String(name ? name : "unknown"), QString::number(status)),
                 .httpStatus = status};
}

} // namespace qd
