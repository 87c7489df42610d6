#pragma once

#include "mcpbenchstore.h"

/// A message of the log in the shapes that people paste elsewhere. What was masked stays masked. Pure.
namespace qd::wiretext {

/// The message with its time, direction, headers and size, as one JSON object.
[[nodiscard]] QString asJson(const McpLogEntry &logged);
/// Several as one JSON array, at most `limit` characters of it; whole entries.
[[nodiscard]] QString asJsonArray(const QList<McpLogEntry> &entries, qsizetype limit = 64 * 1024 * 1024);
/// A curl command that sends the message again, keys as ***; for stdio the bare message.
[[nodiscard]] QString asCurl(const McpLogEntry &logged, const McpServerConfig &config);
/// Headers and indented message, as the detail shows them.
[[nodiscard]] QString asDetail(const McpLogEntry &logged);

} // namespace qd::wiretext
