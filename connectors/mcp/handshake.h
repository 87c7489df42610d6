#pragma once

#include "mcp/mcpcodec.h"

#include <memory>

/// initialize and its answer, of all revisions that have it. Pure, any thread.
namespace qd::handshake {

/// Asks for the newest revision that we speak; `abilities` are declared.
[[nodiscard]] McpRequest initialize(const McpAbilities &abilities);
/// ErrorKind::Protocol when the server speaks no revision of ours.
[[nodiscard]] Result<McpServerInfo> decode(const QByteArray &result);
/// The codec of a negotiated revision; null for one that decode() refuses.
[[nodiscard]] std::unique_ptr<McpCodec> codecOf(const QString &revision);

} // namespace qd::handshake
