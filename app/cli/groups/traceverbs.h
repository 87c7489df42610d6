#pragma once

#include "verbgroup.h"

#include <optional>
#include <string>

namespace qd {

enum class TraceVerb { List, Show, Exemplar };

/// `trace list|show|exemplar`.
class TraceVerbs final : public VerbGroup
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] bool isChosen() const override { return m_verb.has_value(); }
    Result<CommandMaker> prepare(const CliContext &context) override;

private:
    std::optional<TraceVerb> m_verb;
    std::string m_filter, m_trace, m_slo;
    int m_limit = 50;
};

} // namespace qd
