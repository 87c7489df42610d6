#pragma once

#include "mcp/mcptypes.h"

namespace qd {

/// Text of a server for a terminal: line breaks are kept, everything else that steers a terminal is not.
[[nodiscard]] QString printableLines(const QString &text);
/// A piece of a result in words; what is no text is told by its type and size.
[[nodiscard]] QString contentText(const McpContent &part);

} // namespace qd
