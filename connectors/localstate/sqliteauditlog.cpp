#include "localstate/sqliteauditlog.h"

#include "audit/auditcheck.h"
#include "audit/auditredaction.h"
#include "localstate/anchorfile.h"
#include "localstate/auditrows.h"

namespace qd {

namespace {

const QString &beginWrite()
{
    static const QString text = QStringLiteral("BEGIN IMMEDIATE");
    return text;
}

/// Runs `work` in an immediate transaction and takes it back when it fails.
template<typename T>
Result<T> inTransaction(QSqlDatabase &database, const std::function<Result<T>()> &work)
{
    if (const auto begun = runStatement(database, beginWrite()); !begun)
        return begun.error();
    Result<T> result = work();
    if (result) {
        if (const auto committed = runStatement(database, QStringLiteral("COMMIT")); !committed)
            result = committed.error();
    }
    if (!result)
        (void)runStatement(database, QStringLiteral("ROLLBACK"));
    return result;
}

/// The head file, which stands before the first record does: without it there, records are never the first ones.
Result<std::optional<AuditHead>> anchorBefore(const AuditHead &stored, const QString &anchorPath)
{
    const auto anchor = anchorfile::read(anchorPath);
    if (!anchor || *anchor || stored.count > 0)
        return anchor;
    if (const auto written = anchorfile::write(anchorPath, stored); !written)
        return written.error();
    return std::optional(stored);
}

/// Where the next record goes: after the last one, or after one that is missing by now.
AuditHead chainEnd(const AuditHead &stored, const std::optional<AuditHead> &anchor)
{
    return anchor && anchor->count > stored.count ? *anchor : stored;
}

Result<AuditRecord> insertNext(QSqlDatabase &database, const QString &anchorPath, const AuditEntry &entry)
{
    const auto stored = auditrows::head(database);
    if (!stored)
        return stored.error();
    const auto anchor = anchorBefore(*stored, anchorPath);
    if (!anchor)
        return anchor.error();
    AuditHead end = chainEnd(*stored, *anchor);
    if (!*anchor) {
        const AuditRecord note = nextAuditRecord(end, {.kind = AuditEntry::Kind::Note, .at = entry.at, .actor = entry.actor,
                                                       .verb = QStringLiteral("audit.head-missing"),
                                                       .summary = QStringLiteral("The head file was missing: records before this one may be missing too")});
        if (const auto inserted = auditrows::insert(database, note); !inserted)
            return inserted.error();
        end = {.count = note.sequence, .hash = note.hash};
    }
    const AuditRecord record = nextAuditRecord(end, entry);
    if (const auto inserted = auditrows::insert(database, record); !inserted)
        return inserted.error();
    return record;
}

/// Under the write lock, so that an older head cannot overwrite a newer one.
Result<AuditHead> writeAnchor(QSqlDatabase &database, const QString &anchorPath)
{
    return inTransaction<AuditHead>(database, [&]() -> Result<AuditHead> {
        const auto stored = auditrows::head(database);
        if (!stored)
            return stored;
        const auto written = anchorfile::write(anchorPath, *stored);
        return written ? stored : Result<AuditHead>(written.error());
    });
}

Result<AuditRecord> appendEntry(StateDatabase &state, const AuditEntry &entry)
{
    auto database = state.open();
    if (!database)
        return database.error();
    auto record = inTransaction<AuditRecord>(*database, [&] { return insertNext(*database, state.anchorPath(), entry); });
    if (!record)
        return record;
    if (const auto anchored = writeAnchor(*database, state.anchorPath()); !anchored)
        return anchored.error();
    return record;
}

Result<QList<AuditRecord>> selectRecords(StateDatabase &state, const QString &tail)
{
    auto database = state.open();
    if (!database)
        return database.error();
    QList<AuditRecord> records;
    const auto done = auditrows::read(*database, tail, [&records](const AuditRecord &record) {
        records.append(record);
        return true;
    });
    return done ? Result<QList<AuditRecord>>(records) : Result<QList<AuditRecord>>(done.error());
}

Result<AuditVerdict> verifyAll(StateDatabase &state)
{
    auto database = state.open();
    AuditCheck check([&database](const QByteArray &hash) { return auditrows::hasHash(*database, hash); });
    if (!database) {
        check.giveUp(database.error().message);
        return check.finish(std::nullopt);
    }
    std::optional<AuditHead> head;
    // The lock keeps a record from being written between the reading of the table and of the head file.
    const bool isLocked = runStatement(*database, beginWrite()).has_value();
    const auto done = auditrows::read(*database, QStringLiteral("ORDER BY sequence"), [&check](const AuditRecord &record) { return check.accept(record); });
    const auto anchor = anchorfile::read(state.anchorPath());
    if (!done)
        check.giveUp(done.error().message);
    else if (!anchor)
        check.giveUp(anchor.error().message);
    else
        head = *anchor;
    if (isLocked)
        (void)runStatement(*database, QStringLiteral("ROLLBACK"));
    return check.finish(head);
}

} // namespace

Call SqliteAuditLog::append(const AuditEntry &entry, QObject *context, Completion<AuditRecord> completion)
{
    return m_thread.run<AuditRecord>([safe = withoutSecrets(entry)](StateDatabase &state) { return appendEntry(state, safe); },
                                     context, std::move(completion));
}

Call SqliteAuditLog::newest(int limit, QObject *context, Completion<QList<AuditRecord>> completion)
{
    const QString tail = QStringLiteral("ORDER BY sequence DESC LIMIT %1").arg(limit);
    return m_thread.run<QList<AuditRecord>>([tail](StateDatabase &state) { return selectRecords(state, tail); }, context, std::move(completion));
}

Call SqliteAuditLog::unfinished(QObject *context, Completion<QList<AuditRecord>> completion)
{
    const QString tail = QStringLiteral("WHERE kind = 0 AND NOT EXISTS (SELECT 1 FROM audit AS ending WHERE ending.intent = audit.sequence"
                                        " AND ending.kind = 1) ORDER BY sequence DESC LIMIT 100");
    return m_thread.run<QList<AuditRecord>>([tail](StateDatabase &state) { return selectRecords(state, tail); }, context, std::move(completion));
}

Call SqliteAuditLog::verify(QObject *context, Completion<AuditVerdict> completion)
{
    return m_thread.run<AuditVerdict>([](StateDatabase &state) { return verifyAll(state); }, context, std::move(completion));
}

} // namespace qd
