#pragma once

#include "commands/mcp/mcpcommand.h"
#include "guard/cliguard.h"

namespace qd {

/// `mcp call`: one tool call, its content printed. Through the gateway a tool that is not marked read-only passes the
/// write guard. A tool that reports its own failure ends with QueryFailed.
class McpCallCommand final : public McpCommand
{
    Q_OBJECT

public:
    /// `meta`: a JSON object for the call's `_meta`; empty for none.
    McpCallCommand(const CliContext &context, const McpPlace &place, QString tool, QString arguments, QString meta = {});

private:
    void run() override;
    void admit(const QList<McpTool> &tools);
    void call();
    void settle(const Result<McpCallResult> &result);
    void report(const McpCallResult &result);

    const QString m_tool;
    const QString m_arguments;
    const QString m_meta;
    std::unique_ptr<CliGuard> m_guard; ///< of calls through the gateway
    std::optional<WriteTicket> m_ticket;
};

} // namespace qd
