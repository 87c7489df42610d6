#include "serverclock.h"

namespace qd {

bool ServerClock::observe(Instant serverTime)
{
    m_skew = serverTime - m_base.now();
    const Microseconds wanted = std::chrono::abs(m_skew) < tolerance ? Microseconds{0} : m_skew;
    if (std::chrono::abs(wanted - m_correction) < tolerance)
        return false;
    m_correction = wanted;
    return true;
}

} // namespace qd
