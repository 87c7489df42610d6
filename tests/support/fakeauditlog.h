#pragma once

#include "audit/auditcheck.h"
#include "http/callstate.h"
#include "localstate/auditlog.h"

#include <functional>
#include <optional>
#include <utility>

namespace qd::test {

/// An AuditLog in memory; refuses everything with `failure` when that is set.
class FakeAuditLog final : public AuditLog
{
public:
    QList<AuditRecord> records; ///< oldest first
    std::optional<Error> failure;
    std::function<void()> onAppend; ///< runs in the middle of an append

    Call append(const AuditEntry &entry, QObject *context, Completion<AuditRecord> completion) override
    {
        if (failure)
            return done<AuditRecord>(*failure, context, std::move(completion));
        const AuditHead head = records.isEmpty() ? emptyAuditHead() : AuditHead{records.last().sequence, records.last().hash};
        records.append(nextAuditRecord(head, entry));
        if (onAppend)
            std::exchange(onAppend, nullptr)();
        return done<AuditRecord>(records.last(), context, std::move(completion));
    }
    Call newest(int limit, QObject *context, Completion<QList<AuditRecord>> completion) override
    {
        QList<AuditRecord> found(records.crbegin(), records.crend());
        return done<QList<AuditRecord>>(failure ? Result<QList<AuditRecord>>(*failure) : found.first(std::min<qsizetype>(limit, found.size())),
                                        context, std::move(completion));
    }
    Call unfinished(QObject *context, Completion<QList<AuditRecord>> completion) override
    {
        QList<AuditRecord> found;
        for (auto record = records.crbegin(); record != records.crend(); ++record)
            if (record->entry.kind == AuditEntry::Kind::Intent && !isEnded(record->sequence))
                found.append(*record);
        return done<QList<AuditRecord>>(found, context, std::move(completion));
    }
    Call verify(QObject *context, Completion<AuditVerdict> completion) override
    {
        return done<AuditVerdict>(AuditVerdict{.records = records.size()}, context, std::move(completion));
    }
    /// "intent chaos.start", "outcome chaos.start succeeded", "note lease.taken", oldest first.
    [[nodiscard]] QStringList lines() const
    {
        QStringList all;
        for (const AuditRecord &record : records) {
            const AuditEntry &entry = record.entry;
            const char *kind = entry.kind == AuditEntry::Kind::Intent ? "intent " : entry.kind == AuditEntry::Kind::Note ? "note " : "outcome ";
            all << QString(QLatin1String(kind) + entry.verb + u' ' + entry.status).trimmed();
        }
        return all;
    }

private:
    [[nodiscard]] bool isEnded(qint64 intent) const
    {
        return std::ranges::any_of(records, [intent](const AuditRecord &record) { return record.entry.intent == intent; });
    }
    template<typename T>
    static Call done(Result<T> result, QObject *context, Completion<T> completion)
    {
        const auto state = CallState<T>::create(context, std::move(completion));
        state->finish(std::move(result));
        return state->handle();
    }
};

} // namespace qd::test
