#pragma once

#include "clock.h"
#include "result.h"

#include <QString>

namespace qd {

/// A resolved half-open span of time, from <= to.
struct TimeSpanRange {
    Instant from;
    Instant to;
    bool operator==(const TimeSpanRange &) const = default;
};

/// What the operator typed, kept as text so that a relative range follows the clock.
/// Language: "now-1h", "now-1d/d", "now-1h to now-30m", ISO 8601 with zone, unix seconds, bare "90m" (= now-90m to now).
class TimeRange
{
public:
    /// Fails with ErrorKind::Invalid and the position of the first character that does not fit.
    static Result<TimeRange> parse(const QString &text);
    static TimeRange lastHour();

    [[nodiscard]] QString text() const { return m_text; }
    /// True when both ends are fixed: live refresh stops.
    [[nodiscard]] bool isAbsolute() const;
    /// Resolved against `now`; rounding ("/d") is done in UTC.
    [[nodiscard]] TimeSpanRange resolve(Instant now) const;
    bool operator==(const TimeRange &) const = default;

    /// One end: an instant, or `now` plus an offset, then rounded down to a unit ('m','h','d','w','M','y', 0 = none).
    struct End {
        std::optional<Instant> fixed;
        Microseconds offset{0};
        int months = 0; ///< calendar part of the offset
        char roundTo = 0;
        bool operator==(const End &) const = default;
    };

private:
    QString m_text;
    End m_from;
    End m_to;
};

} // namespace qd
