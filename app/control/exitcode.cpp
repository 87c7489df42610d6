#include "exitcode.h"

namespace qd {

ExitCode exitCodeOf(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Invalid: return ExitCode::Usage;
    case ErrorKind::Unauthorized:
    case ErrorKind::Forbidden:
    case ErrorKind::Keychain: return ExitCode::SignIn;
    case ErrorKind::Cancelled:
    case ErrorKind::Timeout:
    case ErrorKind::Network:
    case ErrorKind::Tls:
    case ErrorKind::Throttled:
    case ErrorKind::Server: return ExitCode::Unreachable;
    case ErrorKind::Conflict: return error.httpStatus > 0 ? ExitCode::Conflict : ExitCode::Unreachable; // else: a port in use
    case ErrorKind::NotFound:
    case ErrorKind::Query:
    case ErrorKind::Protocol:
    case ErrorKind::Decode:
    case ErrorKind::Internal: return ExitCode::QueryFailed;
    }
    return ExitCode::QueryFailed;
}

} // namespace qd
