#pragma once

#include "clioptions.h"
#include "clistreams.h"
#include "command.h"
#include "commands/mcp/cliconnections.h"
#include "interrupts.h"
#include "mcpdoctor.h"

namespace qd {

/// `mcp doctor`: every step of reaching one server, and what mends the one that fails.
class McpDoctorCommand final : public Command
{
    Q_OBJECT

public:
    McpDoctorCommand(const CliContext &context, const McpServerConfig &config, bool isAgreed, Milliseconds patience, const CliSignInChoice &signIn);
    void start() override;

private:
    void report();
    void printText() const;

    const CliContext m_context;
    const bool m_isAgreed;
    CliConnections m_connections;
    const McpServerConfig m_config;
    McpDoctor m_doctor;
    Interrupts m_interrupts;
    bool m_isInterrupted = false;
};

} // namespace qd
