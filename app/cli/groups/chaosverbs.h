#pragma once

#include "guard/guardoptions.h"
#include "verbgroup.h"

#include <string>

namespace qd {

/// `chaos run|status|stop-all|release`: faults on purpose.
class ChaosVerbs final : public VerbGroup
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] bool isChosen() const override { return m_verb != Verb::None; }
    Result<CommandMaker> prepare(const CliContext &context) override;

private:
    enum class Verb { None, Run, Status, StopAll, Release };

    void addRun(CLI::App &chaos);
    Result<CommandMaker> prepareRun(const CliContext &context);

    Verb m_verb = Verb::None;
    GuardOptions m_guard;
    std::string m_mode = "throttle", m_tenant = "*", m_duration = "2m", m_hypothesis = "task-success>=95";
    int m_percent = 10;
    double m_abortBurn = 14.4;
    double m_minEvents = 20;
};

} // namespace qd
