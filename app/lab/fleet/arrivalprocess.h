#pragma once

#include "clock.h"
#include "fleet/rng.h"

#include <optional>

namespace qd::lab {

/// Poisson arrivals whose rate may change at any time: an exponential amount of work is used up at the current rate.
class ArrivalProcess
{
public:
    ArrivalProcess(uint64_t seed, Instant start) : m_rng(seed), m_since(start), m_work(m_rng.exponential()) {}

    /// Changes the rate (per second) from `at` on; `at` is not later than next().
    void setRate(Instant at, double perSecond);
    /// When the next arrival is due at the present rate; nothing while the rate is 0.
    [[nodiscard]] std::optional<Instant> next() const;
    /// Moves on to the arrival after next().
    void pop();

private:
    Rng m_rng;
    Instant m_since;
    double m_work;
    double m_rate = 0;
};

} // namespace qd::lab
