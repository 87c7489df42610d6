#include "audit/audittext.h"

#include <array>

namespace qd {

QString auditKindWord(AuditEntry::Kind kind)
{
    constexpr std::array words{"intent", "outcome", "note"};
    return QString::fromLatin1(words.at(static_cast<size_t>(kind)));
}

QString auditProblemName(AuditVerdict::Problem problem)
{
    constexpr std::array words{"none", "edited", "deleted", "reordered", "truncated", "unreadable"};
    return QString::fromLatin1(words.at(static_cast<size_t>(problem)));
}

QString auditVerdictText(const AuditVerdict &verdict)
{
    if (verdict.problem == AuditVerdict::Problem::None)
        return QStringLiteral("%1 records, the chain holds and ends where the head file says.").arg(verdict.records);
    QString word = auditProblemName(verdict.problem);
    word.replace(0, 1, word.at(0).toUpper());
    return QStringLiteral("%1 at record %2. %3").arg(word).arg(verdict.at).arg(verdict.explanation);
}

} // namespace qd
