#include "mcpbenchcontroller.h"

namespace qd {

McpBenchController::McpBenchController(const Parts &parts, McpBenchStore &servers, McpCallStore &calls, QObject *parent)
    : QObject(parent)
    , m_servers(servers)
    , m_tasks(parts.tasksPath, parts.clock)
    , m_roster(servers, parts.secrets, parts.listPath)
    , m_connections({parts.connector, parts.confirm, parts.clock, parts.timers, parts.answers}, m_roster, servers)
    , m_calls({parts.clock, servers, m_connections}, calls)
    , m_inspector(servers, parts.pinsPath)
{
    connect(&m_roster, &McpRoster::failed, this, &McpBenchController::failed);
    connect(&m_inspector, &McpInspector::failed, this, &McpBenchController::failed);
    connect(&m_roster, &McpRoster::aboutToReplace, &m_inspector, &McpInspector::forget);
    connect(&m_connections, &McpConnections::listed, &m_inspector, &McpInspector::inspect);
    connect(&m_roster, &McpRoster::aboutToReplace, &calls, &McpCallStore::forget);
    connect(&m_connections, &McpConnections::opened, this, &McpBenchController::askAfterTasks);
    connect(&m_connections, &McpConnections::taskChanged, this, [this](const McpServerId &id, const McpTask &task) {
        if (const McpServerState *state = m_servers.server(id))
            m_tasks.note(state->config, task);
    });
}

void McpBenchController::askAfterTasks(const McpServerId &id)
{
    const McpServerState *state = m_servers.server(id);
    if (!state || !state->info || !state->info->hasTasks)
        return;
    for (const QString &task : m_tasks.tasksOf(state->config))
        m_connections.readTask(id, task, [this, task, config = state->config] { m_tasks.forget(config, task); });
}

} // namespace qd
