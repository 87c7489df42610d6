#pragma once

#include "commands/mcp/mcpcommand.h"
#include "groups/mcpguardverbs.h"
#include "groups/mcpprobeverbs.h"
#include "groups/mcprunoptions.h"
#include "verbgroup.h"

#include <optional>
#include <string>

namespace qd {

/// `mcp list|call|import|run|pin|scan|diff|doctor|load|replay`: MCP servers without a window; an account is needed for those behind its
/// gateway alone.
class McpVerbs final : public VerbGroup
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] bool isChosen() const override { return m_verb.has_value() || m_guard.isChosen() || m_probes.isChosen(); }
    [[nodiscard]] bool needsSession() const override { return !m_target.gateway.empty(); }
    Result<CommandMaker> prepare(const CliContext &context) override;

private:
    enum class Verb { List, Call, Import, Run };

    void addTarget(CLI::App &verb);
    [[nodiscard]] McpPlace placeOf(const McpServerConfig &config, Session *session) const;
    Result<CommandMaker> prepareImport(const CliContext &context) const;

    std::optional<Verb> m_verb;
    McpGuardVerbs m_guard;
    McpProbeVerbs m_probes;
    McpTarget m_target;
    std::string m_tool;
    std::string m_arguments = "{}";
    std::string m_file;
    McpRunOptions m_run;
};

} // namespace qd
