#include "mcpbenchcontroller.h"

namespace qd {

McpBenchController::McpBenchController(const Parts &parts, McpBenchStore &servers, McpCallStore &calls, QObject *parent)
    : QObject(parent)
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
}

} // namespace qd
