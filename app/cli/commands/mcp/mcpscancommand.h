#pragma once

#include "commands/mcp/mcpsidescommand.h"

namespace qd {

/// `mcp scan`: poison, toxic flow and token cost of one server or of all that an agent has together.
class McpScanCommand final : public McpSidesCommand
{
    Q_OBJECT

public:
    McpScanCommand(const CliContext &context, QList<McpSide> sides, QStringList without, const CliSignInChoice &signIn);

private:
    ExitCode judge(const QList<McpListing> &listings) override;

    const QStringList m_without;
};

} // namespace qd
