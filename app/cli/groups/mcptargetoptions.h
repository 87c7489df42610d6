#pragma once

#include "clistreams.h"
#include "commands/mcp/mcptarget.h"

#include <string>

namespace CLI {
class App;
class Option;
}

namespace qd {

/// An option that takes one word each time it is given, and may be given several times.
CLI::Option *repeatable(CLI::Option *option);
/// The options that name one server (--stdio, --url, --server) and say how it is spoken to; parsing writes into `target`.
void addMcpServerOptions(CLI::App &verb, McpTarget &target);
void addMcpTimeoutOption(CLI::App &verb, McpTarget &target);
/// The folder of lists and sign-ins that takes the place of the user's own.
void addMcpStateOption(CLI::App &verb, McpTarget &target);
/// Also a server behind the account's gateway, which needs a session.
void addMcpGatewayOptions(CLI::App &verb, McpTarget &target);
/// The command's words after "--". A verb's own words come before.
void addMcpCommandWords(CLI::App &verb, McpTarget &target);
/// Once this verb is chosen, an error names these ways to name a server.
void tellMcpWays(CLI::App &verb, McpTarget &target, const char *ways);
/// What --args and the like say: "-" is standard input, "@file" a file's content, anything else the text itself.
[[nodiscard]] Result<QByteArray> mcpInput(const QString &argument, const CliStreams &streams);
/// The end of a verb's help: --json, and the exit codes; `done` tells those that are the verb's own.
[[nodiscard]] std::string mcpFooter(const char *done = "0 done");

} // namespace qd
