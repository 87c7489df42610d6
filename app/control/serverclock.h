#pragma once

#include "clock.h"

namespace qd {

/// Our clock, corrected by what the server's replies say, so that ages and "now" agree with the telemetry. Differences
/// below `tolerance` are within the protocol's whole seconds and are not corrected. GUI thread.
class ServerClock final : public Clock
{
public:
    static constexpr Microseconds tolerance = Seconds(5);

    /// `base` is borrowed.
    explicit ServerClock(const Clock &base) : m_base(base) {}

    [[nodiscard]] Instant now() const override { return m_base.now() + m_correction; }
    /// Takes the time that a reply just carried. True when the correction moved by more than the tolerance.
    bool observe(Instant serverTime);
    /// Server's clock minus ours, as last observed.
    [[nodiscard]] Microseconds skew() const { return m_skew; }

private:
    const Clock &m_base;
    Microseconds m_skew{0};
    Microseconds m_correction{0};
};

} // namespace qd
