#pragma once

#include "audit/auditrecord.h"

namespace qd {

/// `text` with what looks like a secret masked: values of members, settings, headers and query keys with secret names,
/// bearer tokens, JSON web tokens, shared access signatures and account keys. Errs on the side of masking. Pure.
QString withoutSecrets(const QString &text);

/// What the log keeps of a long text, such as AuditEntry::after: without secrets, and cut.
QString auditedText(const QString &text);

/// Every text of the entry without secrets and cut to what the log keeps.
AuditEntry withoutSecrets(AuditEntry entry);

} // namespace qd
