#pragma once

#include "commands/mcp/mcptarget.h"
#include "verbgroup.h"

#include <optional>
#include <string>

namespace qd {

/// `mcp list|call|import`: MCP servers without a window, and without an account.
class McpVerbs final : public VerbGroup
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] bool isChosen() const override { return m_verb.has_value(); }
    [[nodiscard]] bool needsSession() const override { return false; }
    Result<CommandMaker> prepare(const CliContext &context) override;

private:
    enum class Verb { List, Call, Import };

    void addTarget(CLI::App &verb);
    Result<CommandMaker> prepareImport(const CliContext &context) const;

    std::optional<Verb> m_verb;
    McpTarget m_target;
    std::string m_tool;
    std::string m_arguments = "{}";
    std::string m_file;
};

} // namespace qd
