#pragma once

#include "commands/mcp/mcpcommand.h"

namespace qd {

/// `mcp read`: the content of one resource.
class McpReadCommand final : public McpCommand
{
    Q_OBJECT

public:
    McpReadCommand(const CliContext &context, const McpPlace &place, QString uri);

private:
    void run() override;

    const QString m_uri;
};

/// `mcp get`: the messages of one prompt.
class McpGetCommand final : public McpCommand
{
    Q_OBJECT

public:
    McpGetCommand(const CliContext &context, const McpPlace &place, QString prompt, QList<std::pair<QString, QString>> arguments);

private:
    void run() override;

    const QString m_prompt;
    const QList<std::pair<QString, QString>> m_arguments;
};

/// `mcp discover`: what the server says of itself: revision, era, abilities, instructions.
class McpDiscoverCommand final : public McpCommand
{
    Q_OBJECT

public:
    using McpCommand::McpCommand;

private:
    void run() override;
};

} // namespace qd
