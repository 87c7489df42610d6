#pragma once

#include "http/timers.h"
#include "manualclock.h"

#include <QObject>
#include <QPointer>

#include <algorithm>
#include <vector>

namespace qd::test {

/// Timers that fire only in advance(), which moves `clock` too.
class ManualTimers final : public Timers
{
public:
    explicit ManualTimers(ManualClock &clock) : m_clock(clock) {}

    [[nodiscard]] Microseconds monotonic() const override { return m_now; }
    void after(Milliseconds delay, QObject *context, std::function<void()> action) override
    {
        m_waiting.push_back({m_now + delay, ++m_order, context, std::move(action)});
    }

    /// Fires what falls due, in order, with the time at which it does.
    void advance(Microseconds by)
    {
        const Microseconds end = m_now + by;
        while (const auto next = nextDue(end)) {
            moveTo(std::max(m_now, next->due));
            if (next->context)
                next->action();
        }
        moveTo(end);
    }

    /// Delays until the waiting timers whose context lives, soonest first.
    [[nodiscard]] std::vector<Milliseconds> waits() const
    {
        std::vector<Milliseconds> result;
        for (const Entry &entry : m_waiting)
            if (entry.context)
                result.push_back(std::chrono::duration_cast<Milliseconds>(entry.due - m_now));
        std::sort(result.begin(), result.end());
        return result;
    }

private:
    struct Entry {
        Microseconds due;
        int order;
        QPointer<QObject> context;
        std::function<void()> action;
    };

    std::optional<Entry> nextDue(Microseconds end)
    {
        const auto next = std::min_element(m_waiting.begin(), m_waiting.end(), [](const Entry &a, const Entry &b) {
            return std::pair(a.due, a.order) < std::pair(b.due, b.order);
        });
        if (next == m_waiting.end() || next->due > end)
            return std::nullopt;
        Entry taken = std::move(*next);
        m_waiting.erase(next);
        return taken;
    }

    void moveTo(Microseconds at)
    {
        m_clock.advance(at - m_now);
        m_now = at;
    }

    ManualClock &m_clock;
    Microseconds m_now{1'000'000'000};
    int m_order = 0;
    std::vector<Entry> m_waiting;
};

} // namespace qd::test
