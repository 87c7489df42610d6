#include "mcpbenchstore.h"

#include "log.h"

#include <algorithm>

namespace qd {

namespace {

/// What an entry takes in memory, nearly.
qint64 weightOf(const McpLogEntry &logged)
{
    return 2 * (logged.entry.text.size() + logged.entry.headers.size() + logged.entry.method.size()) + 200;
}

} // namespace

qsizetype McpBenchStore::indexOf(const McpServerId &id) const
{
    const auto found = std::find_if(m_servers.cbegin(), m_servers.cend(), [&id](const McpServerState &state) { return state.config.id == id; });
    return found == m_servers.cend() ? -1 : found - m_servers.cbegin();
}

const McpServerState *McpBenchStore::server(const McpServerId &id) const
{
    const qsizetype index = indexOf(id);
    return index < 0 ? nullptr : &m_servers.at(index);
}

void McpBenchStore::apply(const McpServerState &state)
{
    const qsizetype index = indexOf(state.config.id);
    if (index >= 0) {
        if (m_servers.at(index) == state)
            return;
        m_servers[index] = state;
        emit serverChanged(index);
    } else if (m_servers.size() < maxServers) {
        emit serverAboutToBeAdded(m_servers.size());
        m_servers.append(state);
        emit serverAdded(m_servers.size() - 1);
    } else {
        log::warning(log::store, QStringLiteral("MCP workbench: over %1 servers, dropped %2").arg(maxServers).arg(state.config.id.value));
    }
}

void McpBenchStore::remove(const McpServerId &id)
{
    const qsizetype index = indexOf(id);
    if (index < 0)
        return;
    emit serverAboutToBeRemoved(index);
    m_servers.removeAt(index);
    emit serverRemoved(index);
}

void McpBenchStore::append(const McpServerId &server, const McpWireEntry &entry)
{
    const McpLogEntry logged{server, entry};
    const qint64 weight = weightOf(logged);
    qsizetype surplus = 0;
    qint64 bytes = m_logBytes + weight;
    const auto size = static_cast<qsizetype>(m_log.size());
    while (surplus < size && (bytes > maxLogBytes || size - surplus >= maxLogEntries))
        bytes -= weightOf(m_log.at(static_cast<size_t>(surplus++)));
    forget(surplus);
    emit logAboutToGrow();
    m_log.push_back(logged);
    m_logBytes += weight;
    emit logGrew();
}

void McpBenchStore::clearLog() { forget(static_cast<qsizetype>(m_log.size())); }

void McpBenchStore::forget(qsizetype count)
{
    if (count <= 0)
        return;
    emit logAboutToForget(count);
    for (qsizetype i = 0; i < count; ++i) {
        m_logBytes -= weightOf(m_log.front());
        m_log.pop_front();
    }
    m_forgotten += static_cast<quint64>(count);
    emit logForgot();
}

} // namespace qd
