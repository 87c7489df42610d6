#pragma once

#include "clock.h"
#include "commands/mcp/clisignin.h"
#include "mcp/defaultmcpconnector.h"
#include "sessionsecrets.h"
#include "verbgroup.h"

namespace qd {

/// What verbs connect to servers with: the keyring, the connector, and who signs in where that is asked for. GUI thread.
class CliConnections final
{
    Q_DISABLE_COPY_MOVE(CliConnections)

public:
    CliConnections(const CliContext &context, const CliSignInChoice &choice);

    [[nodiscard]] DefaultMcpConnector &connector() { return m_connector; }
    [[nodiscard]] CliSignIn &signIn() { return m_signIn; }
    [[nodiscard]] SecretStore &secrets() { return m_secrets; }
    [[nodiscard]] Timers &timers() { return m_timers; }
    /// The server with what was typed of signing in to it.
    /// A server whose certificate is not checked is warned of.
    [[nodiscard]] McpServerConfig with(McpServerConfig config) const;

private:
    const CliSignInChoice m_choice;
    const CliStreams m_streams;
    SystemTimers m_timers;
    SessionSecrets m_secrets;
    CliSignIn m_signIn;
    DefaultMcpConnector m_connector;
};

} // namespace qd
