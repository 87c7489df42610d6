#pragma once

#include "commands/mcp/mcptarget.h"
#include "verbgroup.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace qd {

/// `mcp doctor|load|replay`: how a server is reached, what it bears, and whether it still says the same. Part of McpVerbs.
class McpProbeVerbs
{
public:
    void addTo(CLI::App &mcp);
    [[nodiscard]] bool isChosen() const { return m_verb.has_value(); }
    Result<VerbGroup::CommandMaker> prepare(const CliContext &context) const;

private:
    enum class Verb { Doctor, Load, Replay };

    void addTarget(CLI::App &verb);
    void addLoad(CLI::App &mcp);
    void addReplay(CLI::App &mcp);
    Result<VerbGroup::CommandMaker> prepareDoctor(const CliContext &context) const;
    Result<VerbGroup::CommandMaker> prepareLoad(const CliContext &context) const;
    Result<VerbGroup::CommandMaker> prepareReplay(const CliContext &context) const;

    std::optional<Verb> m_verb;
    McpTarget m_target;
    int m_timeoutMs = 10000;
    std::string m_tool;
    std::string m_arguments = "{}";
    int m_concurrency = 1;
    int m_connections = 1;
    double m_rate = 0;
    double m_seconds = 0;
    std::int64_t m_calls = 0;
    std::string m_header;
    std::string m_path;
    std::string m_recording; ///< of replay: the file
    std::string m_record;    ///< takes the new session
    std::vector<std::string> m_ignored;
};

} // namespace qd
