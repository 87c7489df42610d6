#pragma once

#include <chrono>
#include <mutex>

namespace qd::lab {

/// Resource Manager's limit for one subscription: a bucket that holds `capacity` calls and regains `perSecond` of them.
/// Real time, because a client waits in real time. Any thread.
class TokenBucket
{
public:
    TokenBucket(double capacity, double perSecond);
    /// True when there was a call left; takes it.
    bool take();
    [[nodiscard]] int remaining();

private:
    void refill();

    const double m_capacity;
    const double m_perSecond;
    std::mutex m_mutex;
    double m_left;
    std::chrono::steady_clock::time_point m_at;
};

} // namespace qd::lab
