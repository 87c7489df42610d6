#include "azurearm/throttle.h"

#include <algorithm>

namespace qd::lab {

TokenBucket::TokenBucket(double capacity, double perSecond)
    : m_capacity(capacity), m_perSecond(perSecond), m_left(capacity), m_at(std::chrono::steady_clock::now())
{
}

void TokenBucket::refill()
{
    const auto now = std::chrono::steady_clock::now();
    m_left = std::min(m_capacity, m_left + std::chrono::duration<double>(now - m_at).count() * m_perSecond);
    m_at = now;
}

bool TokenBucket::take()
{
    const std::lock_guard lock(m_mutex);
    refill();
    if (m_left < 1)
        return false;
    m_left -= 1;
    return true;
}

int TokenBucket::remaining()
{
    const std::lock_guard lock(m_mutex);
    refill();
    return static_cast<int>(m_left);
}

} // namespace qd::lab
