#include "changesources.h"

#include <QHash>

#include <algorithm>
#include <array>

namespace qd {

namespace {

constexpr int changeAuditReach = 1000;

struct ActivityRule {
    QLatin1String ending; ///< of the operation, lower case
    ChangeKind kind;
    QLatin1String what;
};

// The first that fits counts.
constexpr std::array<ActivityRule, 10> activityRules{{
    {QLatin1String("/slotsswap/action"), ChangeKind::SlotSwap, QLatin1String("Slot swap of")},
    {QLatin1String("/applyslotconfig/action"), ChangeKind::SlotSwap, QLatin1String("Swap preview of")},
    {QLatin1String("/resetslotconfig/action"), ChangeKind::SlotSwap, QLatin1String("Swap given up of")},
    {QLatin1String("/deployments/write"), ChangeKind::Deployment, QLatin1String("Deployment to")},
    {QLatin1String("/publishxml/action"), ChangeKind::Deployment, QLatin1String("Deployment to")},
    {QLatin1String("/config/write"), ChangeKind::SiteSettings, QLatin1String("Settings of")},
    {QLatin1String("/policies/write"), ChangeKind::Policy, QLatin1String("Policy of")},
    {QLatin1String("/policies/delete"), ChangeKind::Policy, QLatin1String("Policy removed from")},
    {QLatin1String("/namedvalues/write"), ChangeKind::Policy, QLatin1String("Named value")},
    {QLatin1String("/namedvalues/delete"), ChangeKind::Policy, QLatin1String("Named value removed:")}}};

const ActivityRule *activityRule(const QString &operation)
{
    const QString lower = operation.toLower();
    const auto found = std::ranges::find_if(activityRules, [&lower](const ActivityRule &rule) { return lower.endsWith(rule.ending); });
    return found == activityRules.end() ? nullptr : &*found;
}

/// The part of a resource id that people know: the API of a policy, the site and slot of a swap, the named value.
QString activitySubject(const QString &resourceId)
{
    const QStringList parts = resourceId.split(u'/', Qt::SkipEmptyParts);
    QStringList names;
    for (const char *type : {"sites", "slots", "apis", "operations", "namedValues"}) {
        for (qsizetype i = 0; i + 1 < parts.size(); ++i)
            if (parts.at(i).compare(QLatin1String(type), Qt::CaseInsensitive) == 0)
                names.append(parts.at(i + 1));
    }
    return names.isEmpty() ? parts.value(parts.size() - 1) : names.join(u'/');
}

bool isFault(const QString &subject) { return subject == QLatin1String("quarterdeck-chaos"); }

Change activityChange(const ActivityEvent &event, const ActivityRule &rule)
{
    const QString subject = activitySubject(event.resourceId);
    const QString key = event.correlationId.isEmpty() ? event.id : event.correlationId % u'/' % event.operation.toLower();
    return {.id = ChangeId(QStringLiteral("activity/") % key), .at = event.at,
            .kind = isFault(subject) ? ChangeKind::Chaos : rule.kind,
            .title = changeText(isFault(subject) ? QStringLiteral("Fault switch written") : QString(rule.what % u' ' % subject)),
            .detail = changeText(event.status), .actor = changeText(event.caller), .source = activityChangeSource()};
}

struct AuditRule {
    QLatin1String beginning; ///< of the verb
    ChangeKind kind;
};

constexpr std::array<AuditRule, 4> auditRules{{{QLatin1String("policy."), ChangeKind::Policy},
                                               {QLatin1String("allow."), ChangeKind::Allowlist},
                                               {QLatin1String("chaos."), ChangeKind::Chaos},
                                               {QLatin1String("rollback."), ChangeKind::SlotSwap}}};

Change auditChange(const AuditRecord &record, const AuditEntry &outcome, ChangeKind kind)
{
    const AuditEntry &intent = record.entry;
    return {.id = ChangeId(QStringLiteral("audit/%1").arg(record.sequence)), .at = intent.at, .kind = kind,
            .title = changeText(intent.summary.isEmpty() ? intent.verb : intent.summary),
            .detail = changeText(outcome.status == QLatin1String("succeeded") ? intent.target : QString(outcome.status % QLatin1String(": ") % outcome.detail)),
            .actor = changeText(intent.actor), .source = auditChangeSource()};
}

} // namespace

QString activityChangeSource() { return QStringLiteral("activity log"); }

QString auditChangeSource() { return QStringLiteral("audit log"); }

QList<Change> changesFromActivity(const QList<ActivityEvent> &events)
{
    QHash<ChangeId, qsizetype> index;
    QList<Change> changes;
    for (const ActivityEvent &event : events) { // newest first: the first status seen is the last one
        const ActivityRule *rule = activityRule(event.operation);
        if (!rule)
            continue;
        const Change change = activityChange(event, *rule);
        if (const auto known = index.constFind(change.id); known != index.cend()) {
            changes[*known].at = std::min(changes.at(*known).at, change.at);
            continue;
        }
        index.insert(change.id, changes.size());
        changes.append(change);
    }
    changes.removeIf([](const Change &change) { return change.detail.compare(QLatin1String("Failed"), Qt::CaseInsensitive) == 0; });
    return changes;
}

QList<Change> changesFromAudit(const QList<AuditRecord> &records)
{
    QHash<qint64, AuditEntry> outcomes;
    for (const AuditRecord &record : records)
        if (record.entry.kind == AuditEntry::Kind::Outcome)
            outcomes.insert(record.entry.intent, record.entry);
    QList<Change> changes;
    for (const AuditRecord &record : records) {
        const auto rule = std::ranges::find_if(auditRules, [&record](const AuditRule &candidate) { return record.entry.verb.startsWith(candidate.beginning); });
        const auto outcome = outcomes.constFind(record.sequence);
        // What was refused or never carried out changed nothing; what nobody knows may have.
        if (record.entry.kind != AuditEntry::Kind::Intent || rule == auditRules.end() || outcome == outcomes.cend()
            || (outcome->status != QLatin1String("succeeded") && outcome->status != QLatin1String("unknown")))
            continue;
        changes.append(auditChange(record, *outcome, rule->kind));
    }
    return changes;
}

ChangeController::Fetch activityChanges(ActivityLog &log)
{
    return [&log](TimeSpanRange span, QObject *context, const Completion<QList<Change>> &completion) {
        return log.activityLog(span, context, [completion](const Result<QList<ActivityEvent>> &events) {
            completion(events ? Result<QList<Change>>(changesFromActivity(*events)) : Result<QList<Change>>(events.error()));
        });
    };
}

ChangeController::Fetch auditChanges(AuditLog &log)
{
    return [&log](TimeSpanRange span, QObject *context, const Completion<QList<Change>> &completion) {
        return log.newest(changeAuditReach, context, [completion, span](const Result<QList<AuditRecord>> &records) {
            if (!records) {
                completion(records.error());
                return;
            }
            QList<Change> changes = changesFromAudit(*records);
            changes.removeIf([span](const Change &change) { return change.at < span.from || change.at > span.to; });
            completion(changes);
        });
    };
}

} // namespace qd
