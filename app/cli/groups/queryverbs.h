#pragma once

#include "commands/query/queryfilecommand.h"
#include "commands/query/querytextcommand.h"
#include "verbgroup.h"

#include <optional>
#include <string>

namespace qd {

/// `query list`, `query library show`, its `save`, `rename`, `delete` and `restore`, `query format`, `query check`: beside `query run`, which the command line knows
/// itself.
class QueryVerbs final : public VerbGroup
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] bool isChosen() const override { return m_verb.has_value() || m_fileVerb.has_value(); }
    [[nodiscard]] bool needsSession() const override { return false; }
    Result<CommandMaker> prepare(const CliContext &context) override;

private:
    void addFileVerbs(CLI::App &library);
    Result<CommandMaker> prepareFile(const CliContext &context) const;

    std::optional<QueryTextCommand::Verb> m_verb;
    std::optional<QueryFileCommand::Verb> m_fileVerb;
    std::string m_query;
    std::string m_to;
    std::vector<std::string> m_words;
};

} // namespace qd
