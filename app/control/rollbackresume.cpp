#include "rollbackflow.h"

#include <algorithm>

namespace qd {

void RollbackFlow::resume()
{
    if (!m_parts.sources.audit || m_status.isBusy())
        return;
    m_running = m_parts.sources.audit->unfinished(this, [this](const Result<QList<AuditRecord>> &records) { onUnfinished(records); });
}

void RollbackFlow::onUnfinished(const Result<QList<AuditRecord>> &records)
{
    if (!records || m_status.isBusy())
        return;
    const auto found = std::ranges::find_if(*records, [this](const AuditRecord &record) {
        return record.entry.verb.startsWith(QLatin1String("rollback."))
            && record.entry.target.startsWith(m_parts.sources.app.siteId(), Qt::CaseInsensitive);
    });
    if (found != records->cend())
        resumeFrom(*found);
}

/// The log knows what was meant; the site knows what became of it.
void RollbackFlow::resumeFrom(const AuditRecord &record)
{
    m_status = RollbackStatus{};
    m_status.isResumed = true;
    m_status.plan = planFromTexts(SlotName(record.entry.target.section(u'/', -1)), record.entry.before, record.entry.after, record.entry.at);
    m_status.plan.kind = record.entry.verb == QLatin1String("rollback.undo") ? RollbackKind::Undo : RollbackKind::Rollback;
    m_status.began = record.entry.at;
    m_ticket = WriteTicket{record.sequence};
    m_truthsLeft = 1;
    m_phaseStart = m_parts.timers.monotonic();
    readTruth(tr("A rollback was left unfinished. Reading what became of it."));
}

} // namespace qd
