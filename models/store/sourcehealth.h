#pragma once

#include "clock.h"
#include "error.h"

#include <QString>

#include <optional>

namespace qd {

/// How a telemetry source is doing, by what an operator would do about it.
enum class SourceState { Connecting, Ok, SignInNeeded, Throttled, Unreachable, Denied, Error };

/// The state as a stable lower-case word for JSON and the status bar ("ok", "sign-in needed", …).
QString sourceStateName(SourceState state);

/// What is known about one source of telemetry. A value.
struct SourceHealth {
    QString name;                             ///< unique, as shown
    SourceState state = SourceState::Connecting;
    std::optional<Instant> lastSuccess;
    std::optional<Milliseconds> latency;      ///< slowest query of the last round that succeeded
    std::optional<Microseconds> ingestionLag; ///< age of the newest record on the server's clock
    std::optional<Microseconds> clockSkew;    ///< server's clock minus ours
    int runningQueries = 0;
    std::optional<Instant> nextRetry;         ///< when the next attempt is due, after a failure
    std::optional<Error> lastError;           ///< of the last round; empty after a success
    QString warning;                          ///< one sentence, e.g. about clock skew or partial replies; empty: none
    bool operator==(const SourceHealth &) const = default;
};

} // namespace qd
