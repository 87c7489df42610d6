#pragma once

#include "commands/mcp/mcpsidescommand.h"

namespace qd {

/// `mcp diff`: what the second side offers differently from the first.
class McpDiffCommand final : public McpSidesCommand
{
    Q_OBJECT

public:
    using McpSidesCommand::McpSidesCommand;

private:
    ExitCode judge(const QList<McpListing> &listings) override;
};

} // namespace qd
