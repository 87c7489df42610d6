#pragma once

#include "mcp/recording.h"
#include "mcpcomparison.h"

namespace qd {

/// Two sessions as rows: the handshake, what was listed, what was asked and answered, what was notified. How long something
/// took is no difference. Any thread.
[[nodiscard]] McpComparison compareRecordings(const McpRecording &before, const McpRecording &after);

} // namespace qd
