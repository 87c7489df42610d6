#pragma once

#include "error.h"

namespace qd {

/// What deckctl, and the console with --once, end with: a contract for scripts.
enum class ExitCode {
    Healthy = 0,     ///< done; for `slo status`: no SLO is critical; the console: tiles were shown, whatever they say
    Critical = 1,    ///< at least one SLO is critical
    Failed = 1,      ///< the console: the screenshot could not be written
    Usage = 2,       ///< wrong arguments, or a file or range that cannot be read
    SignIn = 3,      ///< not signed in, or not allowed
    Unreachable = 4, ///< no answer, a lab that does not start, a port in use
    QueryFailed = 5, ///< the service refused the query or answered nonsense
    Conflict = 6     ///< somebody else changed it in between, or works on it: nothing was written
};

/// The one place that says which failure ends with which code.
ExitCode exitCodeOf(const Error &error);

} // namespace qd
