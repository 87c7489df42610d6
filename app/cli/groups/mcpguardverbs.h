#pragma once

#include "commands/mcp/mcpsidescommand.h"
#include "commands/mcp/mcptarget.h"
#include "verbgroup.h"

#include <optional>
#include <string>
#include <vector>

namespace qd {

/// `mcp pin|scan|diff`: what the definitions of servers are trusted with. Part of McpVerbs.
class McpGuardVerbs
{
public:
    void addTo(CLI::App &mcp);
    [[nodiscard]] bool isChosen() const { return m_verb.has_value(); }
    Result<VerbGroup::CommandMaker> prepare(const CliContext &context);

private:
    enum class Verb { Pin, Scan, Diff };

    void addTarget(CLI::App &verb);
    [[nodiscard]] Result<QList<McpSide>> sides() const;
    [[nodiscard]] Result<McpSide> sideOf(const std::string &source) const;
    [[nodiscard]] bool hasTarget() const { return !m_target.stdio.empty() || !m_target.command.empty() || !m_target.url.empty() || !m_target.server.empty(); }
    Result<VerbGroup::CommandMaker> preparePin(const CliContext &context, const CliSignInChoice &signIn) const;

    std::optional<Verb> m_verb;
    McpTarget m_target;
    std::vector<std::string> m_sources; ///< of scan and diff: a server of the list, an address, or a saved listing
    std::vector<std::string> m_names;   ///< of pin: what is approved
    std::vector<std::string> m_without;
    std::vector<std::string> m_ignored; ///< of diff: paths in answers
    std::string m_pins;
    std::string m_commandWord; ///< nothing comes here: that one could come lets words stand after "--"
    bool m_isApproving = false;
};

} // namespace qd
