#pragma once

#include "clock.h"

namespace qd {

/// The clock that views tell ages by: our own until a connection has one that is corrected by the server. GUI thread.
class RelayClock final : public Clock
{
public:
    /// `base` is borrowed and must outlive this.
    explicit RelayClock(const Clock &base) : m_base(base) {}

    [[nodiscard]] Instant now() const override { return m_followed ? m_followed->now() : m_base.now(); }
    /// Follows a borrowed clock until told otherwise; nullptr means the base.
    void follow(const Clock *clock) { m_followed = clock; }

private:
    const Clock &m_base;
    const Clock *m_followed = nullptr;
};

} // namespace qd
