#pragma once

#include "commands/mcp/mcpcommand.h"
#include "groups/mcpguardverbs.h"
#include "groups/mcpprobeverbs.h"
#include "groups/mcprunoptions.h"
#include "groups/mcpsigninoptions.h"
#include "verbgroup.h"

#include <optional>
#include <string>
#include <vector>

namespace qd {

/// `mcp list|call|read|get|discover|import|run|sign-out|pin|scan|diff|doctor|load|replay`: MCP servers without a window; an account is needed
/// for those behind its gateway alone.
class McpVerbs final : public VerbGroup
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] bool isChosen() const override { return m_verb.has_value() || m_guard.isChosen() || m_probes.isChosen(); }
    [[nodiscard]] bool needsSession() const override { return !m_target.gateway.empty(); }
    Result<CommandMaker> prepare(const CliContext &context) override;

private:
    enum class Verb { List, Call, Read, Get, Discover, Import, Run, SignOut };

    void addTarget(CLI::App &verb);
    void addReading(CLI::App &mcp);
    Result<CommandMaker> prepareReading(const CliContext &context, const McpServerConfig &server) const;
    [[nodiscard]] McpPlace placeOf(const McpServerConfig &config, Session *session) const;
    void addSignOut(CLI::App &mcp);
    Result<CommandMaker> prepareSignOut(const CliContext &context, const McpServerConfig &server) const;
    Result<CommandMaker> prepareImport(const CliContext &context) const;

    std::optional<Verb> m_verb;
    McpGuardVerbs m_guard;
    McpProbeVerbs m_probes;
    McpTarget m_target;
    std::string m_tool;
    std::string m_arguments = "{}";
    std::string m_meta;
    std::string m_file;
    std::string m_uri;
    std::string m_prompt;
    std::vector<std::string> m_promptArguments; ///< "name=value"
    McpRunOptions m_run;
    CliSignInChoice m_signIn;
};

} // namespace qd
