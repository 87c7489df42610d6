#pragma once

#include "commands/mcp/mcpsidescommand.h"

namespace qd {

/// `mcp diff`: what the second side offers differently from the first; of two recorded sessions also what was said.
class McpDiffCommand final : public McpSidesCommand
{
    Q_OBJECT

public:
    McpDiffCommand(const CliContext &context, const QList<McpSide> &sides, QStringList ignored, const CliSignInChoice &signIn);

private:
    ExitCode judge(const QList<McpListing> &listings) override;
    ExitCode judgeSessions(const SessionView &first, const SessionView &second) const;

    const QList<McpSide> m_both;
    const QStringList m_ignored;
};

} // namespace qd
