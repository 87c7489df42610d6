#include "auditstore.h"

#include <algorithm>

namespace qd {

void AuditStore::apply(const QList<AuditRecord> &newest)
{
    const qint64 known = m_records.isEmpty() ? 0 : m_records.first().sequence;
    QList<AuditRecord> fresh;
    std::ranges::copy_if(newest, std::back_inserter(fresh), [known](const AuditRecord &record) { return record.sequence > known; });
    if (!fresh.isEmpty()) {
        emit adding(fresh.size());
        m_records = fresh + m_records;
        emit added(fresh.size());
    }
    if (const qsizetype surplus = m_records.size() - maxRecords; surplus > 0) {
        emit dropping(surplus);
        m_records.resize(maxRecords);
        emit dropped();
    }
    m_isLoaded = true;
    m_error.reset();
    emit stateChanged();
}

void AuditStore::fail(const Error &error)
{
    m_error = error;
    emit stateChanged();
}

void AuditStore::setVerifying()
{
    m_isVerifying = true;
    emit stateChanged();
}

void AuditStore::setVerdict(const AuditVerdict &verdict)
{
    m_isVerifying = false;
    m_verdict = verdict;
    emit stateChanged();
}

} // namespace qd
