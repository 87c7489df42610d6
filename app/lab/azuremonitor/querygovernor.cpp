#include "azuremonitor/querygovernor.h"

namespace qd::lab {

/// True when the window is full; otherwise the request is counted.
bool QueryGovernor::overRate(Client &client, std::chrono::seconds &retryAfter) const
{
    const auto now = std::chrono::steady_clock::now();
    while (!client.recent.empty() && now - client.recent.front() >= m_limits.window)
        client.recent.pop_front();
    if (client.recent.size() < m_limits.requests) {
        client.recent.push_back(now);
        return false;
    }
    retryAfter = std::chrono::ceil<std::chrono::seconds>(client.recent.front() + m_limits.window - now);
    return true;
}

std::optional<QueryGovernor::Ticket> QueryGovernor::admit(const std::string &name, std::chrono::seconds &retryAfter)
{
    constexpr std::chrono::seconds whenCrowded{5};
    std::unique_lock lock(m_mutex);
    Client &client = m_clients[name];
    if (overRate(client, retryAfter))
        return std::nullopt;
    retryAfter = whenCrowded;
    if (client.running >= m_limits.concurrent && client.line.size() >= m_limits.queue)
        return std::nullopt;
    const uint64_t place = m_nextPlace++;
    client.line.push_back(place);
    const bool admitted = m_changed.wait_for(lock, m_limits.patience, [&] {
        return m_closed || (client.line.front() == place && client.running < m_limits.concurrent);
    });
    std::erase(client.line, place);
    m_changed.notify_all();
    if (!admitted || m_closed)
        return std::nullopt;
    ++client.running;
    return Ticket(this, name);
}

void QueryGovernor::release(const std::string &client)
{
    {
        const std::lock_guard lock(m_mutex);
        --m_clients[client].running;
    }
    m_changed.notify_all();
}

void QueryGovernor::close()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
    }
    m_changed.notify_all();
}

} // namespace qd::lab
