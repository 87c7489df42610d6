#include "fleet/arrivalprocess.h"

#include <algorithm>

namespace qd::lab {

namespace {

/// Rates so low that the next arrival is years away count as no traffic; this also keeps the arithmetic in range.
constexpr double leastArrivalRate = 1e-9;

} // namespace

void ArrivalProcess::setRate(Instant at, double perSecond)
{
    const double elapsed = std::chrono::duration<double>(at - m_since).count();
    m_work = std::max(0.0, m_work - elapsed * m_rate);
    m_since = at;
    m_rate = perSecond;
}

std::optional<Instant> ArrivalProcess::next() const
{
    if (m_rate < leastArrivalRate)
        return std::nullopt;
    return m_since + Microseconds(static_cast<int64_t>(m_work / m_rate * 1e6));
}

void ArrivalProcess::pop()
{
    m_since = next().value_or(m_since);
    m_work = m_rng.exponential();
}

} // namespace qd::lab
