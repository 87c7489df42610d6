#pragma once

#include "clioptions.h"
#include "clistreams.h"
#include "command.h"
#include "commands/mcp/cliconnections.h"
#include "interrupts.h"
#include "loadprobe.h"

namespace qd {

/// `mcp load`: one tool, called over and over; interrupted, it tells how the calls went until then.
class McpLoadCommand final : public Command
{
    Q_OBJECT

public:
    McpLoadCommand(const CliContext &context, const McpServerConfig &config, load::Plan plan, const CliSignInChoice &signIn);
    void start() override;

private:
    void report();
    void end(ExitCode code);
    [[nodiscard]] QString text(const load::Result &result) const;
    [[nodiscard]] QByteArray json(const load::Result &result, const std::optional<Error> &early) const;

    const CliContext m_context;
    const load::Plan m_plan;
    CliConnections m_connections;
    const McpServerConfig m_config;
    LoadProbe m_probe;
    Interrupts m_interrupts;
    bool m_isInterrupted = false;
};

} // namespace qd
