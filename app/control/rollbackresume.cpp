#include "rollbackflow.h"

#include <algorithm>

namespace qd {

const AuditRecord *unfinishedRollback(const QList<AuditRecord> &unfinished, const QString &siteId)
{
    const auto found = std::ranges::find_if(unfinished, [&siteId](const AuditRecord &record) {
        return record.entry.verb.startsWith(QLatin1String("rollback.")) && record.entry.target.startsWith(siteId + u'/', Qt::CaseInsensitive);
    });
    return found == unfinished.cend() ? nullptr : &*found;
}

RollbackPlan intendedRollback(const AuditRecord &record)
{
    const AuditEntry &entry = record.entry;
    RollbackPlan plan = planFromTexts(SlotName(entry.target.section(u'/', -1)), entry.before, entry.after, entry.at);
    plan.kind = entry.verb == QLatin1String("rollback.undo") ? RollbackKind::Undo : RollbackKind::Rollback;
    return plan;
}

bool RollbackFlow::resume(const QList<AuditRecord> &unfinished)
{
    const AuditRecord *found = unfinishedRollback(unfinished, m_parts.sources.app.siteId());
    if (!found || m_status.isBusy())
        return false;
    resumeFrom(*found);
    return true;
}

/// The log knows what was meant; the site knows what became of it.
void RollbackFlow::resumeFrom(const AuditRecord &record)
{
    m_status = RollbackStatus{};
    m_status.isResumed = true;
    m_status.plan = intendedRollback(record);
    m_status.began = record.entry.at;
    m_ticket = WriteTicket{record.sequence};
    m_truthsLeft = 1;
    m_phaseStart = m_parts.timers.monotonic();
    readTruth(tr("A rollback was left unfinished. Reading what became of it."));
}

} // namespace qd
