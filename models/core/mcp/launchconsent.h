#pragma once

#include "mcp/mcptypes.h"

/// What must be agreed to before a program is started as an MCP server: it runs with the operator's rights. Pure.
namespace qd::launch {

/// Changes when the command, an argument, the environment or the folder changes. Never holds a secret's value.
[[nodiscard]] QString fingerprint(const McpServerConfig &config);
/// The exact command line, each argument quoted where a shell would need it; what cannot be seen is spelled out as in
/// $'a\nb', keys in clear are ***. One line.
[[nodiscard]] QString commandLine(const McpServerConfig &config);
/// Command line, folder and the names of the environment variables, a line each.
[[nodiscard]] QString shownText(const McpServerConfig &config);
/// What looks dangerous or hides something, a sentence each.
[[nodiscard]] QStringList warnings(const McpServerConfig &config);

} // namespace qd::launch
