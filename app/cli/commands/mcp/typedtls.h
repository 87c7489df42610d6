#pragma once

#include "commands/mcp/mcptarget.h"
#include "mcp/mcptypes.h"
#include "result.h"

namespace qd {

/// The server with what was typed of trusting it over TLS in the place of its own; files get their whole path. ErrorKind::
/// Invalid: it is no server of --url or --server that is reached over HTTP.
Result<McpServerConfig> withTypedTls(McpServerConfig config, const McpTarget &target);

} // namespace qd
