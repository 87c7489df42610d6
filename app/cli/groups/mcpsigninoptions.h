#pragma once

#include "commands/mcp/clisignin.h"
#include "commands/mcp/mcptarget.h"
#include "result.h"

namespace CLI {
class App;
}

namespace qd {

/// Adds what can be said about signing in to a protected MCP server; parsing writes into `typed`, which must outlive it.
void addSignInOptions(CLI::App &verb, McpSignInTyped &typed);

/// What was typed, checked. ErrorKind::Invalid: a secret that stands on the command line itself, where every user of this
/// machine can read it, or options that do not go together.
Result<CliSignInChoice> signInChoice(const McpTarget &target);

} // namespace qd
