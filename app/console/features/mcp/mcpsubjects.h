#pragma once

#include "mcp/callsubject.h"
#include "mcpserverstate.h"

namespace qd {

/// What the panel shows of one offer: its form, its schemas, its definition as it came, and what is known of it. Empty when
/// the server does not list it.
[[nodiscard]] CallSubject subjectOfOffer(const McpServerState &state, McpCallRecord::Kind kind, const QString &key);

} // namespace qd
