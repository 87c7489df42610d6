#pragma once

#include "commands/mcp/mcptarget.h"
#include "verbgroup.h"

#include <string>
#include <vector>

namespace qd {

/// What was typed after `mcp run`, beside the server.
struct McpRunOptions {
    std::string collection;
    std::string environment;
    std::vector<std::string> variables; ///< "name=value"
    std::string elicit;                 ///< "accept", "decline", "cancel", "ask"; empty: what the collection says
    std::string sampleUrl;              ///< empty: sampling as the collection says
    std::string sampleModel;
    std::string junit;
    std::string record;
};

/// Adds the verb; parsing writes into both.
CLI::App *addMcpRun(CLI::App &mcp, McpTarget &target, McpRunOptions &options);
/// Reads the collection before anything is started or contacted. ErrorKind::Invalid names the mistake.
Result<VerbGroup::CommandMaker> prepareMcpRun(const CliContext &context, const McpTarget &target, const McpRunOptions &options);

} // namespace qd
