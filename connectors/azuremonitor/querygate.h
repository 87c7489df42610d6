#pragma once

#include "http/timers.h"

#include <QObject>

#include <deque>
#include <functional>
#include <set>

namespace qd {

/// Keeps one account within the query service's limits (azure facts 2.4) with a queue, first come first served. Shared
/// by every connector of the account. GUI thread.
class QueryGate
{
public:
    struct Limits {
        int concurrent = 4;
        int perWindow = 200;
        Milliseconds window{30000};
    };
    using Ticket = quint64;

    explicit QueryGate(Timers &timers);
    QueryGate(Timers &timers, Limits limits);

    /// Calls `start` when it is this caller's turn, which may be before enter() returns. Every ticket must be left.
    Ticket enter(std::function<void()> start);
    /// Frees the place, or gives up waiting for one.
    void leave(Ticket ticket);

    [[nodiscard]] size_t running() const { return m_running.size(); }
    [[nodiscard]] size_t waiting() const { return m_queue.size(); }

private:
    struct Waiting {
        Ticket ticket;
        std::function<void()> start;
    };

    void pump();
    [[nodiscard]] bool hasRoomInWindow();

    Timers &m_timers;
    Limits m_limits;
    Ticket m_lastTicket = 0;
    std::deque<Waiting> m_queue;
    std::set<Ticket> m_running;
    std::deque<Microseconds> m_starts; ///< of the current window, oldest first
    bool m_isWaitingForWindow = false;
    QObject m_guard; ///< context of the window timer
};

} // namespace qd
