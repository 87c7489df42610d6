#pragma once

#include <QStringList>

#include <nlohmann/json_fwd.hpp>

namespace qd {

/// Whether this is a server.json of the MCP registry (schemas of 2025, keys in camel or snake case).
[[nodiscard]] bool isRegistryServer(const nlohmann::ordered_json &file);
/// The same as other clients write it (`mcpServers`): an entry for each package and each remote. What somebody has to give
/// is a reference, secrets to the keyring ("mcp.input.X"), the rest to variables; what cannot be said is left out with a
/// note. What the file says of the server itself is kept as `registry`.
[[nodiscard]] nlohmann::ordered_json configOfRegistry(const nlohmann::ordered_json &file, QStringList &notes);

} // namespace qd
