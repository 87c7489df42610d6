#include "error.h"

namespace qd {

QString errorKindName(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Cancelled: return QStringLiteral("cancelled");
    case ErrorKind::Timeout: return QStringLiteral("timeout");
    case ErrorKind::Network: return QStringLiteral("network");
    case ErrorKind::Tls: return QStringLiteral("tls");
    case ErrorKind::Unauthorized: return QStringLiteral("unauthorized");
    case ErrorKind::Forbidden: return QStringLiteral("forbidden");
    case ErrorKind::NotFound: return QStringLiteral("not-found");
    case ErrorKind::Conflict: return QStringLiteral("conflict");
    case ErrorKind::Throttled: return QStringLiteral("throttled");
    case ErrorKind::Server: return QStringLiteral("server");
    case ErrorKind::Query: return QStringLiteral("query");
    case ErrorKind::Protocol: return QStringLiteral("protocol");
    case ErrorKind::Decode: return QStringLiteral("decode");
    case ErrorKind::Keychain: return QStringLiteral("keychain");
    case ErrorKind::Invalid: return QStringLiteral("invalid");
    case ErrorKind::Internal: return QStringLiteral("internal");
    }
    return QStringLiteral("internal");
}

} // namespace qd
