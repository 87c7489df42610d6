#pragma once

#include "mcpserver/mcpserver.h"
#include "server/router.h"

#include <memory>
#include <string>
#include <vector>

namespace qd::lab {

/// One MCP server for every tool server of the fleet's scenario. Borrows the fleet. Any thread.
class McpServers
{
public:
    explicit McpServers(const FleetControl &fleet);
    /// POST, GET and DELETE /servers/{name}/mcp: the servers without a gateway in front.
    void addRoutes(Router &router);
    /// Null when there is none of this name.
    [[nodiscard]] McpServer *find(std::string_view name) const;
    [[nodiscard]] const std::vector<std::unique_ptr<McpServer>> &all() const { return m_servers; }

private:
    std::vector<std::unique_ptr<McpServer>> m_servers;
};

} // namespace qd::lab
