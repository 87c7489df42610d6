#pragma once

#include "verbgroup.h"

#include <string>

namespace qd {

/// `changes`.
class ChangesVerbs final : public VerbGroup
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] bool isChosen() const override { return m_isChosen; }
    Result<CommandMaker> prepare(const CliContext &context) override;

private:
    bool m_isChosen = false;
    std::string m_slo;
    int m_limit = 20;
};

} // namespace qd
