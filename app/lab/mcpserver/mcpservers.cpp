#include "mcpserver/mcpservers.h"

#include "server/azureerror.h"

#include <map>

namespace qd::lab {

McpServers::McpServers(const FleetControl &fleet)
{
    std::map<std::string, std::vector<LabTool>> byServer;
    std::vector<std::string> order;
    for (FleetTool &tool : fleet.tools()) {
        if (!byServer.contains(tool.server))
            order.push_back(tool.server);
        byServer[tool.server].emplace_back(std::move(tool));
    }
    for (const std::string &name : order)
        m_servers.push_back(std::make_unique<McpServer>(name, std::move(byServer[name]), [&fleet](const std::string &tool) { return fleet.toolFailure(tool); }));
}

void McpServers::addRoutes(Router &router)
{
    for (const char *method : {"POST", "GET", "DELETE"})
        router.add(method, "/servers/{name}/mcp", [this](const HttpRequest &request, const PathArguments &path) {
            McpServer *server = find(path.at("name"));
            return server ? server->handle(request) : azureError(404, "PathNotFoundError", "There is no such MCP server.", request);
        });
}

McpServer *McpServers::find(std::string_view name) const
{
    for (const auto &server : m_servers)
        if (server->name() == name)
            return server.get();
    return nullptr;
}

} // namespace qd::lab
