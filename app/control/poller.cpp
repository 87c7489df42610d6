#include "poller.h"

#include <algorithm>

namespace qd {

Poller::Poller(Milliseconds interval, Milliseconds maxWait, QObject *parent)
    : QObject(parent), m_interval(interval), m_maxWait(std::max(interval, maxWait)), m_wait(interval)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Poller::due);
}

void Poller::setPaused(Pause reason, bool paused)
{
    const bool wasPaused = isPaused();
    if (paused)
        m_pauses |= static_cast<unsigned>(reason);
    else
        m_pauses &= ~static_cast<unsigned>(reason);
    if (isPaused())
        m_timer.stop();
    else if (wasPaused && !m_running)
        arm(Milliseconds{0});
}

void Poller::begin()
{
    m_running = true;
    m_timer.stop();
    m_round.start();
}

void Poller::succeeded()
{
    m_running = false;
    m_wait = m_interval;
    // A round slower than the interval still leaves the source some rest.
    arm(std::max(m_interval - Milliseconds(m_round.elapsed()), m_interval / 10));
}

void Poller::failed(std::optional<Milliseconds> retryAfter)
{
    m_running = false;
    m_wait = std::min(m_wait * 2, m_maxWait);
    arm(retryAfter ? std::clamp(*retryAfter, m_interval, std::max(m_interval, maxRetryAfter)) : m_wait);
}

void Poller::abandon()
{
    m_running = false;
    arm(m_wait);
}

void Poller::arm(Milliseconds wait)
{
    if (!isPaused())
        m_timer.start(wait);
}

std::optional<Milliseconds> Poller::remaining() const
{
    if (!m_timer.isActive())
        return std::nullopt;
    return Milliseconds(std::max(0, m_timer.remainingTime()));
}

} // namespace qd
