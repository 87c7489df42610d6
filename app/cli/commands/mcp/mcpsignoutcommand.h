#pragma once

#include "commands/mcp/clisignin.h"
#include "http/timers.h"
#include "mcp/mcptypes.h"
#include "sessionsecrets.h"
#include "verbgroup.h"

namespace qd {

/// `mcp sign-out`: forgets the tokens and registrations that are kept of one server, and tells its authorization server.
class McpSignOutCommand final : public Command
{
    Q_OBJECT

public:
    /// `place`: the state folder whose sign-ins are kept apart; empty: the user's own.
    McpSignOutCommand(const CliContext &context, McpServerConfig server, const QString &place);
    void start() override;

private:
    const CliContext m_context;
    const McpServerConfig m_server;
    SystemTimers m_timers;
    SessionSecrets m_secrets;
    CliSignIn m_signIn;
};

} // namespace qd
