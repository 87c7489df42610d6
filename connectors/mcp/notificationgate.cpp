#include "mcp/notificationgate.h"

#include <utility>

namespace qd {

void NotificationGate::offer(const QString &name, std::function<void()> pass)
{
    if (!std::exchange(m_isOpen, true))
        m_timers.after(window, this, [this] { endWindow(); });
    if (m_passed < m_perWindow) {
        ++m_passed;
        return pass();
    }
    const auto held = m_held.find(name);
    if (held != m_held.end()) {
        ++m_dropped;
        *held = std::move(pass);
    } else if (m_held.size() < maxNames) {
        m_held.insert(name, std::move(pass));
    } else {
        ++m_dropped;
    }
}

void NotificationGate::endWindow()
{
    m_isOpen = false;
    m_passed = 0;
    const int count = std::exchange(m_dropped, 0);
    const auto held = std::exchange(m_held, {});
    for (const auto &pass : held)
        pass();
    if (count > 0)
        emit dropped(count);
}

} // namespace qd
