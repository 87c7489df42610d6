#include "commands/rollback/rollbackcommand.h"

#include "format.h"
#include "output/errorreport.h"
#include "output/rollbackjson.h"
#include "output/rollbacktext.h"
#include "printabletext.h"

namespace qd {

namespace {

using RollbackVerb = RollbackRequest::Verb;
using FlowState = RollbackStatus::State;

RollbackSources sourcesOf(Session &session, CliGuard &guard, const Clock &clock, const SloSettings &slo)
{
    return {session.appService(), session.monitor(), &guard.state().audit(), clock, slo};
}

/// What is done at the moment, and what is waited for.
QString progressText(const RollbackStatus &status)
{
    const bool isWatching = status.state == FlowState::Watching && !status.verification.isEmpty();
    const ReleaseCheck last = isWatching ? status.verification.last() : ReleaseCheck();
    return last.id == QLatin1StringView("recovery") ? status.note % QStringLiteral(": ") % last.reason : status.note;
}

} // namespace

RollbackCommand::RollbackCommand(const CliOptions &options, const CliStreams &streams, Session &session, const Clock &clock, SloSettings slo,
                                 RollbackRequest request)
    : m_options(options), m_streams(streams), m_session(session), m_slo(std::move(slo)), m_request(std::move(request)),
      m_guard(streams, clock, session.profile(), m_request.guard), m_loader(sourcesOf(session, m_guard, clock, m_slo)),
      m_flow({sourcesOf(session, m_guard, clock, m_slo), m_guard.guard(), m_timers})
{
    connect(&m_flow, &RollbackFlow::changed, this, &RollbackCommand::onChanged, Qt::QueuedConnection);
    connect(&m_guard.guard(), &LeasedGuard::unfinishedKnown, this, &RollbackCommand::begin);
}

void RollbackCommand::start()
{
    if (!m_session.profile().arm.hasSite())
        return fail({.kind = ErrorKind::Invalid, .message = QStringLiteral("This connection names no App Service app; the lab has one.")});
    m_guard.guard().findUnfinished();
}

void RollbackCommand::begin()
{
    if (const AuditRecord *found = unfinishedRollback(m_guard.guard().unfinished(), m_session.appService().siteId()))
        m_streams.complain(QStringLiteral("warning: a rollback begun %1 was left unfinished; `deckctl rollback status` tells, `deckctl rollback settle` closes it")
                               .arg(format::timestamp(found->entry.at)));
    switch (m_request.verb) {
    case RollbackVerb::Board:
        m_loader.load(this, [this](const Result<SlotBoardReading> &reading) { onBoard(reading); });
        return;
    case RollbackVerb::Plan:
    case RollbackVerb::Run: m_flow.plan(m_request.to); return;
    case RollbackVerb::Undo: m_flow.planUndo(); return;
    }
}

void RollbackCommand::onBoard(const Result<SlotBoardReading> &reading)
{
    if (!reading)
        return fail(reading.error());
    if (isJson())
        m_streams.print(json::slotBoard(m_session.profile().arm.site, reading->board, reading->gaps));
    else
        m_streams.print(slotBoardText(reading->board));
    for (const QString &gap : reading->gaps)
        m_streams.complain(QStringLiteral("warning: ") + printableText(gap));
    end(ExitCode::Healthy);
}

void RollbackCommand::onChanged()
{
    const RollbackStatus &status = m_flow.status();
    const QString note = progressText(status);
    if (status.isBusy() && m_hasStarted && note != m_lastNote) {
        m_lastNote = note;
        m_streams.complain(printableText(note));
    }
    if (status.state == FlowState::Ready)
        onReady();
    else if (status.state == FlowState::Done || status.state == FlowState::Failed)
        onEnded();
}

void RollbackCommand::onReady()
{
    const RollbackStatus &status = m_flow.status();
    if (m_hasStarted) // came back from the question
        return status.error ? fail(*status.error) : fail({.kind = ErrorKind::Invalid, .message = QStringLiteral("Not confirmed. Nothing was changed.")});
    const bool isDry = m_request.verb == RollbackVerb::Plan;
    if (isDry || !isJson() || !status.plan.canRun())
        printPlan();
    if (isDry || !status.plan.canRun())
        return end(status.plan.canRun() ? ExitCode::Healthy : ExitCode::Critical);
    m_hasStarted = true;
    m_flow.start();
}

void RollbackCommand::printPlan() const
{
    if (isJson())
        m_streams.print(json::rollbackPlan(m_flow.status().plan));
    else
        m_streams.print(rollbackPlanText(m_flow.status().plan));
}

void RollbackCommand::onEnded()
{
    const RollbackStatus &status = m_flow.status();
    if (!m_hasStarted && status.error)
        return fail(*status.error);
    if (isJson())
        m_streams.print(json::rollbackStatus(status));
    else
        m_streams.print(u'\n' % releaseChecksText(status.verification) % u'\n' % printableText(status.note) % u'\n');
    if (status.error)
        m_streams.complain(QStringLiteral("deckctl: ") + printableText(status.error->message));
    if (status.state == FlowState::Done)
        return end(ExitCode::Healthy);
    end(status.error && !status.hasSwapped ? exitCodeOf(*status.error) : ExitCode::Critical);
}

void RollbackCommand::fail(const Error &error)
{
    if (!m_hasEnded)
        end(reportError(m_options, m_streams, error));
}

void RollbackCommand::end(ExitCode code)
{
    if (std::exchange(m_hasEnded, true))
        return;
    QMetaObject::invokeMethod(this, [this, code] { emit finished(code); }, Qt::QueuedConnection);
}

} // namespace qd
