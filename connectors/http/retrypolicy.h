#pragma once

#include "clock.h"
#include "http/httpheaders.h"

#include <functional>
#include <optional>

namespace qd {

/// When a request is tried again, and after which wait (azure facts 0.6). A value.
struct RetryPolicy {
    int maxTries = 3;
    int maxThrottledTries = 3;       ///< where the server says when to come again; the request's timeout bounds it too
    Milliseconds firstWait{1000};  ///< doubled for each further try
    Milliseconds longestWait{64000}; ///< a longer Retry-After is not waited out
    std::function<double()> jitter;  ///< in [0, 1); the process's random source when empty

    /// What happened to one try. Status 0: no usable answer.
    struct Outcome {
        int tries = 1;
        bool isRepeatable = false;
        int status = 0;
        std::optional<Milliseconds> retryAfter;
    };
    /// The wait before the next try, or nothing when the outcome stands.
    [[nodiscard]] std::optional<Milliseconds> waitAfter(const Outcome &outcome) const;
};

/// retry-after-ms, x-ms-retry-after-ms, then Retry-After in seconds or as an HTTP date; never negative. `now` is the
/// answer's own Date where it has one, so that clock skew does not matter.
[[nodiscard]] std::optional<Milliseconds> retryAfterOf(const HttpHeaders &headers, Instant now);

/// An HTTP date ("Sat, 21 Nov 2026 12:00:00 GMT"), or nothing.
[[nodiscard]] std::optional<Instant> parseHttpDate(const QByteArray &text);

} // namespace qd
