#pragma once

#include "audit/auditaction.h"
#include "command.h"
#include "commands/chaos/clichaos.h"

namespace qd {

/// `chaos status`: what is on, whoever began it, whether new runs are blocked, and what was done from this machine before.
/// Critical while a fault is on.
class ChaosStatusCommand final : public Command
{
    Q_OBJECT

public:
    ChaosStatusCommand(const CliContext &context, Session &session, const SloSettings &slo);
    void start() override;

private:
    void onLooked();
    void report(const QList<AuditAction> &before);

    const CliContext m_context;
    CliChaos m_chaos;
};

/// `chaos stop-all`: the big stop. Healthy once no fault is on.
class ChaosStopCommand final : public Command
{
    Q_OBJECT

public:
    ChaosStopCommand(const CliContext &context, Session &session, const SloSettings &slo);
    void start() override;

private:
    void report(const ChaosStop::Outcome &outcome);

    const CliContext m_context;
    CliChaos m_chaos;
};

/// `chaos release`: lets new runs start again.
class ChaosReleaseCommand final : public Command
{
    Q_OBJECT

public:
    ChaosReleaseCommand(const CliContext &context, Session &session, const GuardOptions &guard, const SloSettings &slo);
    void start() override;

private:
    void report(const std::optional<Error> &error);

    const CliContext m_context;
    CliChaos m_chaos;
};

} // namespace qd
