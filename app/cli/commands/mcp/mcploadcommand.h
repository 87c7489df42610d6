#pragma once

#include "clioptions.h"
#include "clistreams.h"
#include "command.h"
#include "loadprobe.h"
#include "mcp/defaultmcpconnector.h"
#include "sessionsecrets.h"
#include "verbgroup.h"

namespace qd {

/// `mcp load`: one tool, called over and over.
class McpLoadCommand final : public Command
{
    Q_OBJECT

public:
    McpLoadCommand(const CliContext &context, McpServerConfig config, load::Plan plan);
    void start() override;

private:
    void report();
    void end(ExitCode code);
    [[nodiscard]] QString text(const load::Result &result) const;
    [[nodiscard]] QByteArray json(const load::Result &result) const;

    const CliContext m_context;
    const McpServerConfig m_config;
    const load::Plan m_plan;
    SystemTimers m_timers;
    SessionSecrets m_secrets;
    DefaultMcpConnector m_connector;
    LoadProbe m_probe;
};

} // namespace qd
