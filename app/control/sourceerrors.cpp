#include "sourceerrors.h"

namespace qd {

SourceState sourceStateOf(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Network:
    case ErrorKind::Timeout:
    case ErrorKind::Tls: return SourceState::Unreachable;
    case ErrorKind::Unauthorized:
    case ErrorKind::Keychain: return SourceState::SignInNeeded;
    case ErrorKind::Forbidden: return SourceState::Denied;
    case ErrorKind::Throttled: return SourceState::Throttled;
    case ErrorKind::Cancelled:
    case ErrorKind::NotFound:
    case ErrorKind::Conflict:
    case ErrorKind::Server:
    case ErrorKind::Query:
    case ErrorKind::Protocol:
    case ErrorKind::Decode:
    case ErrorKind::Invalid:
    case ErrorKind::Internal: return SourceState::Error;
    }
    return SourceState::Error;
}

bool isUnreachable(const Error &error) { return sourceStateOf(error) == SourceState::Unreachable; }

} // namespace qd
