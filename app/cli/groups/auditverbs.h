#pragma once

#include "verbgroup.h"

namespace qd {

/// `audit list|verify`: this machine's log of every write.
class AuditVerbs final : public VerbGroup
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] bool isChosen() const override { return m_verb != Verb::None; }
    [[nodiscard]] bool needsSession() const override { return false; }
    Result<CommandMaker> prepare(const CliContext &context) override;

private:
    enum class Verb { None, List, Verify };

    Verb m_verb = Verb::None;
    int m_limit = 50;
};

} // namespace qd
