#pragma once

#include "mcp/mcppins.h"
#include "mcp/mcptypes.h"

namespace qd {

/// Who a server is: its address, or its command line with the SHA-256 of its program and of the files among its arguments
/// (at most 16 files of at most 256 MiB; larger ones by size). Reads files; never starts or contacts anything.
[[nodiscard]] McpIdentity identityOf(const McpServerConfig &config);
/// The name under which it is pinned: its name in the list, or for one that was typed its address or command line.
[[nodiscard]] QString pinName(const McpServerConfig &config, bool isNamed);

} // namespace qd
