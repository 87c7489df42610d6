#pragma once

#include <QDateTime>

#include <chrono>

namespace qd {

using Microseconds = std::chrono::microseconds;
using Milliseconds = std::chrono::milliseconds;
using Seconds = std::chrono::seconds;
/// A point in UTC time, in microseconds: what Azure's telemetry is stored with, less its last decimal digit.
using Instant = std::chrono::sys_time<Microseconds>;

/// Where time comes from. Domain code never asks the system itself, so that tests can stand still. Any thread.
class Clock
{
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const = 0;
};

/// The system's clock.
class SystemClock final : public Clock
{
public:
    [[nodiscard]] Instant now() const override
    {
        return std::chrono::time_point_cast<Microseconds>(std::chrono::system_clock::now());
    }
};

[[nodiscard]] inline QDateTime toDateTime(Instant at)
{
    return QDateTime::fromMSecsSinceEpoch(std::chrono::floor<Milliseconds>(at).time_since_epoch().count(), Qt::UTC);
}
[[nodiscard]] inline Instant toInstant(const QDateTime &at)
{
    return Instant(Milliseconds(at.toMSecsSinceEpoch()));
}

} // namespace qd
