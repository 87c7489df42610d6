#pragma once

#include "clioptions.h"
#include "clistreams.h"
#include "command.h"
#include "http/timers.h"
#include "mcp/defaultmcpconnector.h"
#include "mcpdoctor.h"
#include "sessionsecrets.h"
#include "verbgroup.h"

namespace qd {

/// `mcp doctor`: every step of reaching one server, and what mends the one that fails.
class McpDoctorCommand final : public Command
{
    Q_OBJECT

public:
    McpDoctorCommand(const CliContext &context, McpServerConfig config, bool isAgreed, Milliseconds patience);
    void start() override;

private:
    void report();
    void printText() const;

    const CliContext m_context;
    const McpServerConfig m_config;
    const bool m_isAgreed;
    SystemTimers m_timers;
    SessionSecrets m_secrets;
    DefaultMcpConnector m_connector;
    McpDoctor m_doctor;
};

} // namespace qd
