#pragma once

#include "commands/mcp/mcpcommand.h"

#include <utility>

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
    [[nodiscard]] bool isPassed(const char *list, const Error &error);
    void report();
    [[nodiscard]] QByteArray refusedJson() const;
    [[nodiscard]] QByteArray jsonReport();

    QList<McpTool> m_tools;
    QList<McpPrompt> m_prompts;
    QList<McpResource> m_resources;
    QList<std::pair<QString, Error>> m_refused; ///< lists that the server did not give
    ExitCode m_ending = ExitCode::Healthy;
};

} // namespace qd
