#include "azuremonitor/querydeadline.h"

namespace qd::lab {

QueryDeadline::QueryDeadline(const DuckConnection &connection, std::chrono::milliseconds allowed)
    : m_thread([this, &connection, allowed] {
          std::unique_lock lock(m_mutex);
          if (!m_wake.wait_for(lock, allowed, [this] { return m_done; }))
              connection.interrupt();
      })
{
}

QueryDeadline::~QueryDeadline()
{
    {
        const std::lock_guard lock(m_mutex);
        m_done = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

} // namespace qd::lab
