#include "commands/rollback/rollbackunfinishedcommand.h"

#include "output/errorreport.h"
#include "output/rollbackjson.h"
#include "output/rollbacktext.h"
#include "printabletext.h"

#include <utility>

namespace qd {

RollbackUnfinishedCommand::RollbackUnfinishedCommand(const CliContext &context, Session &session, SloSettings slo, bool isSettle)
    : m_context(context), m_session(session), m_slo(std::move(slo)), m_isSettle(isSettle),
      m_guard(context.streams, context.clock, session.profile(), {}),
      m_flow({{session.appService(), session.monitor(), &m_guard.state().audit(), context.clock, m_slo}, m_guard.guard(), m_timers})
{
    connect(&m_guard.guard(), &LeasedGuard::journalFailed, this, [this](const Error &error) { m_journalError = error; });
    connect(&m_guard.guard(), &LeasedGuard::unfinishedKnown, this, &RollbackUnfinishedCommand::onKnown);
    connect(&m_flow, &RollbackFlow::changed, this, &RollbackUnfinishedCommand::onChanged, Qt::QueuedConnection);
}

void RollbackUnfinishedCommand::start()
{
    if (!m_session.profile().arm.hasSite())
        return report({.kind = ErrorKind::Invalid, .message = QStringLiteral("This connection names no App Service app; the lab has one.")});
    m_guard.guard().findUnfinished();
}

void RollbackUnfinishedCommand::onKnown()
{
    if (m_journalError)
        return report(*m_journalError);
    const QList<AuditRecord> &unfinished = m_guard.guard().unfinished();
    const AuditRecord *found = unfinishedRollback(unfinished, m_session.appService().siteId());
    if (!found) {
        m_context.streams.print(isJson() ? json::unfinishedRollback({}) : QByteArray("No rollback is unfinished.\n"));
        return end(ExitCode::Healthy);
    }
    if (!m_isSettle)
        return readTruth(*found);
    m_isFollowing = m_flow.resume(unfinished);
}

void RollbackUnfinishedCommand::readTruth(const AuditRecord &intent)
{
    AppServiceConnector &app = m_session.appService();
    app.site(productionSlot(), this, [this, &app, intent](const Result<SlotSite> &site) {
        if (!site)
            return report(site.error());
        app.settings(productionSlot(), this, [this, intent, site = *site](const Result<SlotSettings> &settings) {
            if (!settings)
                return report(settings.error());
            tell(intent, site, *settings);
        });
    });
}

void RollbackUnfinishedCommand::tell(const AuditRecord &intent, const SlotSite &site, const SlotSettings &settings)
{
    const RollbackPlan plan = intendedRollback(intent);
    const UnfinishedRollback found{.intent = intent.sequence, .begun = intent.entry.at, .plan = plan, .isBusy = site.isBusy(),
                                   .serves = servedSide(releaseVersion(settings), plan)};
    if (isJson())
        m_context.streams.print(json::unfinishedRollback(found));
    else
        m_context.streams.print(unfinishedRollbackText(found));
    end(ExitCode::Critical);
}

void RollbackUnfinishedCommand::onChanged()
{
    const RollbackStatus &status = m_flow.status();
    if (!m_isFollowing || m_hasEnded)
        return;
    if (status.isBusy() && status.note != m_lastNote) {
        m_lastNote = status.note;
        m_context.streams.complain(printableText(status.note));
    }
    if (status.state != RollbackStatus::State::Done && status.state != RollbackStatus::State::Failed)
        return;
    if (isJson())
        m_context.streams.print(json::rollbackStatus(status));
    else
        m_context.streams.print(releaseChecksText(status.verification) + u'\n' + printableText(status.note) + u'\n');
    end(status.state == RollbackStatus::State::Done ? ExitCode::Healthy : ExitCode::Critical);
}

void RollbackUnfinishedCommand::report(const Error &error) { end(reportError(m_context.options, m_context.streams, error)); }

void RollbackUnfinishedCommand::end(ExitCode code)
{
    if (std::exchange(m_hasEnded, true))
        return;
    QMetaObject::invokeMethod(this, [this, code] { emit finished(code); }, Qt::QueuedConnection);
}

} // namespace qd
