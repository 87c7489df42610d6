#pragma once

#include "commands/mcp/mcptarget.h"
#include "mcp/mcptypes.h"
#include "result.h"

namespace qd {

/// The server that is started: --stdio in words, with the quotes and backslashes of the POSIX shell's "Quoting" (XCU 2.2), or the
/// words after "--". Nothing is expanded and no shell is started. ErrorKind::Invalid: no words, a quote that does not end, or a
/// backslash with nothing behind it.
[[nodiscard]] Result<McpServerConfig> typedCommand(const McpTarget &target);

} // namespace qd
