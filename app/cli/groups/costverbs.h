#pragma once

#include "verbgroup.h"

#include <string>

namespace qd {

/// `cost chargeback|forecast|rates`.
class CostVerbs final : public VerbGroup
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] bool isChosen() const override { return m_verb != Verb::None; }
    [[nodiscard]] bool needsSession() const override { return m_verb != Verb::Rates; }
    Result<CommandMaker> prepare(const CliContext &context) override;

private:
    enum class Verb { None, Chargeback, Forecast, Rates };

    Verb m_verb = Verb::None;
    std::string m_by = "tenant";
    std::string m_period = "month";
    std::string m_tenant;
    std::string m_card;
    bool m_isCsv = false;
};

} // namespace qd
