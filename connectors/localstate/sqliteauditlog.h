#pragma once

#include "localstate/auditlog.h"
#include "localstate/statethread.h"

namespace qd {

/// The audit log in deck.sqlite. Several processes may append: each append is one immediate transaction that reads the
/// head. A record that follows a truncation is numbered as if nothing were missing, so that the gap stays to be seen.
/// Secrets are masked here, whatever a caller passes. GUI thread.
class SqliteAuditLog final : public AuditLog
{
public:
    /// `thread` is borrowed.
    explicit SqliteAuditLog(StateThread &thread) : m_thread(thread) {}

    Call append(const AuditEntry &entry, QObject *context, Completion<AuditRecord> completion) override;
    Call newest(int limit, QObject *context, Completion<QList<AuditRecord>> completion) override;
    Call unfinished(QObject *context, Completion<QList<AuditRecord>> completion) override;
    Call verify(QObject *context, Completion<AuditVerdict> completion) override;

private:
    StateThread &m_thread;
};

} // namespace qd
