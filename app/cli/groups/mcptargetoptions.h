#pragma once

#include "commands/mcp/mcptarget.h"

namespace CLI {
class App;
}

namespace qd {

/// The options that name one server (--stdio, --url, --server) and say how it is spoken to; parsing writes into `target`.
void addMcpServerOptions(CLI::App &verb, McpTarget &target);
void addMcpTimeoutOption(CLI::App &verb, McpTarget &target);
/// The folder of lists and sign-ins that takes the place of the user's own.
void addMcpStateOption(CLI::App &verb, McpTarget &target);
/// Also a server behind the account's gateway, which needs a session.
void addMcpGatewayOptions(CLI::App &verb, McpTarget &target);

} // namespace qd
