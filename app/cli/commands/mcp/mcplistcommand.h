#pragma once

#include "commands/mcp/mcpcommand.h"

namespace qd {

/// `mcp list`: the server, its tools, prompts and resources.
class McpListCommand final : public McpCommand
{
    Q_OBJECT

public:
    using McpCommand::McpCommand;

private:
    void run() override;
    void listPrompts();
    void listResources();
    void report();
    [[nodiscard]] QByteArray jsonReport();

    QList<McpTool> m_tools;
    QList<McpPrompt> m_prompts;
    QList<McpResource> m_resources;
};

} // namespace qd
