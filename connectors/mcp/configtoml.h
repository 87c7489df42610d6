#pragma once

#include "result.h"

#include <QByteArray>

#include <nlohmann/json_fwd.hpp>

namespace qd {

/// Whether a configuration is that of Codex: TOML with a table `mcp_servers`.
[[nodiscard]] bool isCodexToml(const QByteArray &text);
/// Codex' config.toml as the JSON that other clients write: its `mcp_servers` as `mcpServers`, with headers and keys under
/// the names that are known elsewhere. Errors: Decode, with line and column; nothing else of the file is taken.
[[nodiscard]] Result<nlohmann::ordered_json> jsonOfCodex(const QByteArray &text);

} // namespace qd
