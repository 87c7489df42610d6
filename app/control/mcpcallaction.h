#pragma once

#include "guard/writeaction.h"
#include "mcp/mcptypes.h"
#include "result.h"

namespace qd {

/// What the write guard is asked before a tool of a server behind the gateway is called that may change something. Pure.
[[nodiscard]] WriteAction mcpCallAction(const McpServerId &server, const QString &tool, const QString &arguments);

/// How such a call ended, for the journal: unknown when the answer was lost on its way.
[[nodiscard]] WriteOutcome mcpCallOutcome(const Result<McpCallResult> &result);

} // namespace qd
