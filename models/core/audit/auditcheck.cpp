#include "audit/auditcheck.h"

#include <algorithm>

namespace qd {

namespace {

/// How far from its place a record is looked for, and how far behind an anchor may be after a crash.
constexpr qint64 auditSearchReach = 1000;

/// The place that the record was made for, when it is not the one where it stands.
std::optional<qint64> originalPlace(const AuditRecord &record)
{
    for (qint64 distance = 1; distance <= auditSearchReach; ++distance)
        for (const qint64 place : {record.sequence - distance, record.sequence + distance})
            if (place > 0 && auditHash(record.previous, place, record.entry) == record.hash)
                return place;
    return std::nullopt;
}

} // namespace

AuditCheck::AuditCheck(std::function<bool(const QByteArray &)> isKnown) : m_isKnown(std::move(isKnown)) {}

bool AuditCheck::accept(const AuditRecord &record)
{
    if (m_verdict.problem != AuditVerdict::Problem::None)
        return false;
    const qint64 expected = m_head.count + 1;
    if (record.sequence != expected)
        blame(AuditVerdict::Problem::Deleted, expected,
              QStringLiteral("Record %1 is missing: the next one has number %2.").arg(expected).arg(record.sequence));
    else if (record.previous != m_head.hash || auditHash(m_head.hash, expected, record.entry) != record.hash)
        blameMismatch(record);
    else
        m_head = {.count = expected, .hash = record.hash};
    if (m_verdict.problem != AuditVerdict::Problem::None)
        return false;
    m_recent.append(record.hash);
    if (m_recent.size() > auditSearchReach)
        m_recent.removeFirst();
    return true;
}

void AuditCheck::blameMismatch(const AuditRecord &record)
{
    const qint64 at = record.sequence;
    if (const auto original = originalPlace(record)) {
        const bool isPredecessorThere = record.previous == emptyAuditHead().hash || m_isKnown(record.previous);
        if (isPredecessorThere)
            blame(AuditVerdict::Problem::Reordered, at, QStringLiteral("Record %1 was written as number %2.").arg(at).arg(*original));
        else
            blame(AuditVerdict::Problem::Deleted, at,
                  QStringLiteral("Record %1 was written as number %2; what came before it is gone.").arg(at).arg(*original));
        return;
    }
    const bool isLinkWrong = record.previous != m_head.hash && auditHash(record.previous, at, record.entry) == record.hash;
    if (isLinkWrong && at > 1)
        blame(AuditVerdict::Problem::Edited, at - 1,
              QStringLiteral("Record %1 is not the one that record %2 was chained to.").arg(at - 1).arg(at));
    else
        blame(AuditVerdict::Problem::Edited, at, QStringLiteral("The content of record %1 does not match its hash.").arg(at));
}

void AuditCheck::giveUp(const QString &reason)
{
    if (m_verdict.problem == AuditVerdict::Problem::None)
        blame(AuditVerdict::Problem::Unreadable, m_head.count + 1, reason);
}

void AuditCheck::checkAnchor(const AuditHead &anchor)
{
    if (anchor.count > m_head.count) {
        blame(AuditVerdict::Problem::Truncated, m_head.count + 1,
              QStringLiteral("The log ends at record %1, but %2 were written.").arg(m_head.count).arg(anchor.count));
        return;
    }
    const qint64 lag = m_head.count - anchor.count;
    const bool isKnown = anchor.count == 0 || lag >= m_recent.size() || m_recent.at(m_recent.size() - 1 - lag) == anchor.hash;
    if (!isKnown)
        blame(AuditVerdict::Problem::Edited, anchor.count,
              QStringLiteral("Record %1 is not the one that the head file names: the log was written anew.").arg(anchor.count));
}

AuditVerdict AuditCheck::finish(const std::optional<AuditHead> &anchor)
{
    if (m_verdict.problem == AuditVerdict::Problem::None && anchor)
        checkAnchor(*anchor);
    if (m_verdict.problem == AuditVerdict::Problem::None && !anchor && m_head.count > 0)
        blame(AuditVerdict::Problem::Truncated, m_head.count + 1,
              QStringLiteral("The chain holds, but the head file is missing: nobody can tell whether records are missing at the end."));
    m_verdict.records = m_head.count;
    m_verdict.head = m_head.hash;
    return m_verdict;
}

void AuditCheck::blame(AuditVerdict::Problem problem, qint64 at, const QString &explanation)
{
    m_verdict.problem = problem;
    m_verdict.at = at;
    m_verdict.explanation = explanation;
}

} // namespace qd
