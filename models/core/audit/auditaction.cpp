#include "audit/auditaction.h"

#include <QHash>

namespace qd {

QList<AuditAction> auditActions(const QList<AuditRecord> &newestFirst, QStringView verbBegins)
{
    QHash<qint64, AuditRecord> outcomes;
    QList<AuditAction> actions;
    for (const AuditRecord &record : newestFirst) {
        if (!record.entry.verb.startsWith(verbBegins))
            continue;
        if (record.entry.kind == AuditEntry::Kind::Outcome)
            outcomes.insert(record.entry.intent, record);
        else if (record.entry.kind == AuditEntry::Kind::Intent)
            actions.append({record, outcomes.contains(record.sequence) ? std::optional(outcomes.value(record.sequence)) : std::nullopt});
    }
    return actions;
}

QString auditResultText(const AuditAction &action)
{
    return action.outcome ? action.outcome->entry.status : QStringLiteral("no end recorded");
}

} // namespace qd
