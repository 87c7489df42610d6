#pragma once

#include "commands/mcp/mcpcommand.h"

namespace qd {

/// `mcp call`: one tool call, its content printed. A tool that reports its own failure ends with QueryFailed.
class McpCallCommand final : public McpCommand
{
    Q_OBJECT

public:
    McpCallCommand(const CliContext &context, const McpServerConfig &config, QString tool, QString arguments);

private:
    void run() override;
    void call();
    void report(const McpCallResult &result);

    const QString m_tool;
    const QString m_arguments;
};

} // namespace qd
