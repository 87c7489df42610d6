#pragma once

#include "auth/keychainstore.h"
#include "clioptions.h"
#include "clistreams.h"
#include "command.h"
#include "commands/mcp/mcptarget.h"
#include "mcp/defaultmcpconnector.h"
#include "result.h"
#include "verbgroup.h"

#include <memory>

namespace qd {

/// What the MCP verbs share: connects to one server, runs, ends the connection, and waits until its process is gone.
class McpCommand : public Command
{
    Q_OBJECT

public:
    McpCommand(const CliContext &context, McpServerConfig config);
    void start() override;

protected:
    virtual void run() = 0;
    [[nodiscard]] McpSession &session() { return *m_session; }
    [[nodiscard]] const CliStreams &streams() const { return m_context.streams; }
    [[nodiscard]] bool isJson() const { return m_context.options.format == OutputFormat::Json; }
    void fail(const Error &error);
    void end(ExitCode code);

private:
    void sayWhenEnded(ExitCode code, int polls);

    const CliContext m_context;
    const McpServerConfig m_config;
    SystemTimers m_timers;
    KeychainStore m_secrets;
    DefaultMcpConnector m_connector;
    std::unique_ptr<McpSession> m_session;
};

/// The server that was typed. ErrorKind::Invalid: none or several, an unknown name, a bad header, or a command that was
/// not agreed to; the message then shows the command.
Result<McpServerConfig> serverOfTarget(const McpTarget &target);

} // namespace qd
