#pragma once

#include "mcp/mcppins.h"
#include "result.h"

namespace qd {

/// "quarterdeck/mcp-pins.json" in the user's folder for configuration. A plain file for Git: one definition a line-broken
/// object, servers and items sorted.
[[nodiscard]] QString mcpPinsPath();
/// ErrorKind::Decode names the file and the place: no JSON, an unknown version, a definition that does not have its hash.
[[nodiscard]] Result<McpPins> decodePins(const QByteArray &json, const QString &path);
[[nodiscard]] QByteArray encodePins(const McpPins &pins);
/// An absent file has no pins. At most 64 MiB.
[[nodiscard]] Result<McpPins> loadPins(const QString &path);
/// Replaces the file as a whole, or leaves it as it was.
[[nodiscard]] Result<void> savePins(const McpPins &pins, const QString &path);

} // namespace qd
