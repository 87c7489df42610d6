#pragma once

#include "mcp/configcodec.h"
#include "mcp/exchange/newserver.h"

namespace qd {

/// What was typed, read as a client's configuration, so that it goes the same way: keys into the keyring. Of `known`, the
/// server that is changed, stays what cannot be typed; null: it is new.
[[nodiscard]] Result<McpImport> importOfTyped(const NewServer &server, const McpServerConfig *known);
/// A server as it can be typed; keys are references.
[[nodiscard]] NewServer typedServer(const McpServerConfig &config);

} // namespace qd
