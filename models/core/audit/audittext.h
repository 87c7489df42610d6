#pragma once

#include "audit/auditrecord.h"

namespace qd {

/// "intent", "outcome", "note".
QString auditKindWord(AuditEntry::Kind kind);
/// "none", "edited", "deleted", "reordered", "truncated", "unreadable".
QString auditProblemName(AuditVerdict::Problem problem);
/// One sentence: "42 records, the chain holds", "Edited at record 7: …".
QString auditVerdictText(const AuditVerdict &verdict);

} // namespace qd
