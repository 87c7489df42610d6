#pragma once

#include "clioptions.h"
#include "clistreams.h"
#include "command.h"
#include "commands/mcp/clisignin.h"
#include "commands/mcp/mcptarget.h"
#include "gatewayservers.h"
#include "interrupts.h"
#include "mcp/defaultmcpconnector.h"
#include "result.h"
#include "session.h"
#include "sessionsecrets.h"
#include "verbgroup.h"

#include <memory>

namespace qd {

/// The server of a verb: known, or still to be found behind the gateway of an account.
struct McpPlace {
    McpServerConfig config;     ///< with a session: its id alone
    QString subscription;
    GuardOptions guard;
    CliSignInChoice signIn = {};
    QString erasPath = {};      ///< keeps which era servers speak
    Session *session = nullptr; ///< borrowed; null: no gateway
    bool isListed = false;      ///< its id is a name that the user gave
};

/// What the MCP verbs share: finds and connects to one server, runs, and ends the connection (whenLeft()).
class McpCommand : public Command
{
    Q_OBJECT

public:
    McpCommand(const CliContext &context, McpPlace place);
    void start() override;

protected:
    virtual void run() = 0;
    /// Before the connection is made: what the server says from then on can be listened to.
    virtual void prepare(McpSession &session) { static_cast<void>(session); }
    [[nodiscard]] McpSession &session() { return *m_session; }
    [[nodiscard]] const McpPlace &place() const { return m_place; }
    /// A report with the steps of signing in, if there were any: commands, and servers behind the gateway, have none.
    [[nodiscard]] QByteArray withTrail(const QByteArray &report) const { return m_signIn ? m_signIn->withTrail(report) : report; }
    [[nodiscard]] SecretStore &secrets() { return m_secrets; }
    [[nodiscard]] Timers &timers() { return m_timers; }
    [[nodiscard]] const Clock &clock() const { return m_context.clock; }
    [[nodiscard]] const CliStreams &streams() const { return m_context.streams; }
    [[nodiscard]] bool isJson() const { return m_context.options.format == OutputFormat::Json; }
    /// Ctrl+C or a termination, once the connection is being made. The verb fails; the server is told that nobody waits any more.
    virtual void interrupted();
    /// The connection is being closed; what was under way fails, and nothing more is to be begun.
    [[nodiscard]] bool isEnding() const { return m_isEnding; }
    void fail(const Error &error);
    /// The verb has failed, and that was said; for what else a verb writes.
    virtual void failed(const Error &error, ExitCode code)
    {
        static_cast<void>(error);
        static_cast<void>(code);
    }
    void end(ExitCode code);

private:
    void findBehindGateway();
    void takeGateway(const QList<McpServerConfig> &servers);
    void open();

    const CliContext m_context;
    McpPlace m_place;
    SystemTimers m_timers;
    SessionSecrets m_secrets;
    std::unique_ptr<GatewayServers> m_gateway;
    std::unique_ptr<CliSignIn> m_signIn;
    DefaultMcpConnector m_connector;
    std::unique_ptr<McpSession> m_session;
    std::unique_ptr<Interrupts> m_interrupts;
    bool m_isEnding = false;
};

/// An error that the server answered with is a protocol error (5), whatever its number means; the rest is as everywhere.
ExitCode mcpExitCodeOf(const Error &error);

/// The server that was typed, or the name of one behind the gateway. ErrorKind::Invalid: none or several, an unknown name, a
/// bad header, or a command that was not agreed to; the message then shows the command.
Result<McpServerConfig> serverOfTarget(const McpTarget &target);

/// The file of what is known of servers' eras, in the folder that was named or in the user's own.
QString erasPathOf(const McpTarget &target);

/// The list of servers, in the folder that was named or the user's own.
QString listPathOf(const McpTarget &target);

/// Whether a server may be started: it is none that is, or its command was agreed to, now or before.
bool isAgreedTo(const McpServerConfig &config, const McpTarget &target);

} // namespace qd
