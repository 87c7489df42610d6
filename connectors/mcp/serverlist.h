#pragma once

#include "mcp/mcptypes.h"
#include "result.h"

#include <QSet>

namespace qd {

/// The user's list of MCP servers and the launches that were agreed to.
struct McpServerList {
    QList<McpServerConfig> servers;
    QSet<QString> consents; ///< launch::fingerprint() of each
};

/// "quarterdeck/mcp.json" in the user's folder for configuration: the same for console and deckctl.
[[nodiscard]] QString mcpServerListPath();
/// An absent file is an empty list. Errors: Decode, Invalid (cannot be read).
[[nodiscard]] Result<McpServerList> loadMcpServers(const QString &path = mcpServerListPath());
/// Replaces the file as a whole, readable for the user alone. Adds no secret; keys in clear that somebody wrote into it stay.
[[nodiscard]] Result<void> saveMcpServers(const McpServerList &list, const QString &path = mcpServerListPath());

} // namespace qd
