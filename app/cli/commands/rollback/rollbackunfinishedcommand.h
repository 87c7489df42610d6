#pragma once

#include "command.h"
#include "guard/cliguard.h"
#include "rollbackflow.h"
#include "session.h"
#include "verbgroup.h"

namespace qd {

/// `rollback status` and `rollback settle`: a rollback that a program which died was in the middle of. Status tells what
/// was meant and what production serves, and changes nothing; settle follows it to its end, proves it, and closes it in
/// the audit log. Critical: something is unfinished, or it did not end well.
class RollbackUnfinishedCommand final : public Command
{
    Q_OBJECT

public:
    /// References are borrowed.
    RollbackUnfinishedCommand(const CliContext &context, Session &session, SloSettings slo, bool isSettle);
    void start() override;

private:
    void onKnown();
    void readTruth(const AuditRecord &intent);
    void tell(const AuditRecord &intent, const SlotSite &site, const SlotSettings &settings);
    void onChanged();
    void report(const Error &error);
    void end(ExitCode code);
    [[nodiscard]] bool isJson() const { return m_context.options.format == OutputFormat::Json; }

    const CliContext m_context;
    Session &m_session;
    const SloSettings m_slo;
    const bool m_isSettle;
    SystemTimers m_timers;
    CliGuard m_guard;
    RollbackFlow m_flow;
    std::optional<Error> m_journalError;
    QString m_lastNote;
    bool m_isFollowing = false;
    bool m_hasEnded = false;
};

} // namespace qd
