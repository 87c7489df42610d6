#pragma once

#include "clock.h"

namespace qd::test {

/// A clock that moves only when told. Starts at 2026-11-21 12:00:00Z.
class ManualClock final : public Clock
{
public:
    static constexpr Instant start = Instant(Seconds(1795262400));

    [[nodiscard]] Instant now() const override { return m_now; }
    void set(Instant at) { m_now = at; }
    void advance(Microseconds by) { m_now += by; }

private:
    Instant m_now = start;
};

} // namespace qd::test
