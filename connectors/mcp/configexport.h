#pragma once

#include "mcp/mcptypes.h"

#include <QByteArray>
#include <QStringList>

namespace qd {

/// Which client's configuration is written.
enum class McpConfigShape { ClaudeCode, ClaudeDesktop, Cursor, VsCode, Copilot, Windsurf, Cline, Gemini, Codex, Inspector };
inline constexpr int mcpConfigShapeCount = 10;

struct McpConfigExport {
    QByteArray text;
    QStringList notes; ///< what the shape cannot say, a sentence each
};

/// "Claude Code".
[[nodiscard]] QString configShapeTitle(McpConfigShape shape);
/// Where that client looks for it on Linux: ".mcp.json".
[[nodiscard]] QString configShapeFile(McpConfigShape shape);
/// The servers as that client reads them. Never a secret: what was one is a reference in that client's own way of writing
/// (an input to be asked for, or a variable). Members that we do not know are kept. Pure.
[[nodiscard]] McpConfigExport exportMcpConfig(McpConfigShape shape, const QList<McpServerConfig> &servers);

} // namespace qd
