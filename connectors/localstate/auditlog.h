#pragma once

#include "audit/auditrecord.h"
#include "http/call.h"

#include <QList>
#include <QObject>

namespace qd {

/// The append-only, hash-chained log of every write, reveal and export, in SQLite on this machine. Work happens on a
/// thread of its own, so that the caller never waits for the disk. A record is durable before its completion runs.
/// GUI thread.
class AuditLog
{
public:
    virtual ~AuditLog() = default;
    /// Errors: Internal (disk full, file locked or damaged), with the reason in words.
    virtual Call append(const AuditEntry &entry, QObject *context, Completion<AuditRecord> completion) = 0;
    /// The newest `limit` records, newest first.
    virtual Call newest(int limit, QObject *context, Completion<QList<AuditRecord>> completion) = 0;
    /// Intents that no outcome follows: what a program that died was in the middle of. Newest first.
    virtual Call unfinished(QObject *context, Completion<QList<AuditRecord>> completion) = 0;
    /// Reads the whole log and checks the chain.
    virtual Call verify(QObject *context, Completion<AuditVerdict> completion) = 0;
};

} // namespace qd
