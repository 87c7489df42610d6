#pragma once

#include "guard/guardoptions.h"
#include "verbgroup.h"

#include <string>

namespace qd {

/// `rollback board|plan|run|undo|status|settle`: the slots of the app, and going back to the last known good one.
class RollbackVerbs final : public VerbGroup
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] bool isChosen() const override { return m_group != nullptr && m_isChosen; }
    Result<CommandMaker> prepare(const CliContext &context) override;

private:
    enum class Verb { Board, Plan, Run, Undo, Status, Settle };
    CLI::App *addVerb(const char *name, const char *help, Verb verb);

    CLI::App *m_group = nullptr;
    bool m_isChosen = false;
    Verb m_verb = Verb::Board;
    std::string m_to;
    GuardOptions m_guard;
};

} // namespace qd
