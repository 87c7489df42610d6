#include "azuremonitor/querygate.h"

#include "log.h"

#include <algorithm>

namespace qd {

QueryGate::QueryGate(Timers &timers) : QueryGate(timers, Limits()) {}

QueryGate::QueryGate(Timers &timers, Limits limits) : m_timers(timers), m_limits(limits) {}

QueryGate::Ticket QueryGate::enter(std::function<void()> start)
{
    const Ticket ticket = ++m_lastTicket;
    m_queue.push_back({ticket, std::move(start)});
    pump();
    return ticket;
}

void QueryGate::leave(Ticket ticket)
{
    if (m_running.erase(ticket) == 0)
        std::erase_if(m_queue, [ticket](const Waiting &waiting) { return waiting.ticket == ticket; });
    pump();
}

void QueryGate::pump()
{
    while (!m_queue.empty() && m_running.size() < static_cast<size_t>(m_limits.concurrent) && hasRoomInWindow()) {
        const Waiting next = std::move(m_queue.front());
        m_queue.pop_front();
        m_running.insert(next.ticket);
        m_starts.push_back(m_timers.monotonic());
        next.start();
    }
}

bool QueryGate::hasRoomInWindow()
{
    const Microseconds now = m_timers.monotonic();
    while (!m_starts.empty() && now - m_starts.front() >= m_limits.window)
        m_starts.pop_front();
    if (m_starts.size() < static_cast<size_t>(m_limits.perWindow))
        return true;
    if (!m_isWaitingForWindow) {
        m_isWaitingForWindow = true;
        const auto wait = std::chrono::ceil<Milliseconds>(m_starts.front() + m_limits.window - now);
        log::info(log::monitor, QStringLiteral("governor: %1 queries wait %2 ms for the window").arg(m_queue.size()).arg(wait.count()));
        m_timers.after(wait, &m_guard, [this] {
            m_isWaitingForWindow = false;
            pump();
        });
    }
    return false;
}

} // namespace qd
