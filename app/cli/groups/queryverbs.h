#pragma once

#include "commands/query/querytextcommand.h"
#include "verbgroup.h"

#include <optional>
#include <string>

namespace qd {

/// `query list`, `query library show`, `query format`, `query check`: beside `query run`, which the command line knows
/// itself.
class QueryVerbs final : public VerbGroup
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] bool isChosen() const override { return m_verb.has_value(); }
    [[nodiscard]] bool needsSession() const override { return false; }
    Result<CommandMaker> prepare(const CliContext &context) override;

private:
    std::optional<QueryTextCommand::Verb> m_verb;
    std::string m_query;
    std::vector<std::string> m_words;
};

} // namespace qd
