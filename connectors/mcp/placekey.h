#pragma once

#include "mcp/mcptypes.h"

namespace qd {

/// What a server is known by in files of ours, whatever its name in the list: a hash of its address, or of its command with
/// folder and arguments, which may hold keys. Pure, any thread.
[[nodiscard]] QString placeKey(const McpServerConfig &config);

} // namespace qd
