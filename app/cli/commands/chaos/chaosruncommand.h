#pragma once

#include "command.h"
#include "commands/chaos/clichaos.h"
#include "interrupts.h"

namespace qd {

/// `chaos run`: carries one run out and stays until it is over. Ctrl+C takes the fault back. Healthy: the hypothesis
/// held; Critical: it did not, or there is no verdict, or the fault could not be shown to be gone.
class ChaosRunCommand final : public Command
{
    Q_OBJECT

public:
    ChaosRunCommand(const CliContext &context, Session &session, const GuardOptions &guard, const SloSettings &slo, const ChaosSpec &spec);
    void start() override;

private:
    void begin();
    void report();
    void onFinished();

    const CliContext m_context;
    const QList<SloDefinition> m_definitions;
    const ChaosSpec m_spec;
    CliChaos m_chaos;
    Interrupts m_interrupts;
    QString m_told;
    bool m_isBegun = false;
};

} // namespace qd
