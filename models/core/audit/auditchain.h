#pragma once

#include "audit/auditrecord.h"

namespace qd {

/// The end of a log: how many records it has and the hash of the last one. Kept outside the database too, so that records
/// missing at the end are noticed. A value.
struct AuditHead {
    qint64 count = 0;
    QByteArray hash; ///< 32 bytes; of an empty log: 32 zero bytes
    bool operator==(const AuditHead &) const = default;
};

/// The head of a log without records.
AuditHead emptyAuditHead();

/// The bytes a record's hash is made of, after those of the previous hash: the text "qd-audit-1" and then every field in
/// the order of the declaration, sequence first, each as its length in decimal, a colon, its UTF-8 bytes and a comma.
/// Times are microseconds since 1970, kinds are digits. Two different records never have the same form.
QByteArray canonicalAuditForm(qint64 sequence, const AuditEntry &entry);

/// SHA-256 over the previous hash and the canonical form.
QByteArray auditHash(const QByteArray &previous, qint64 sequence, const AuditEntry &entry);

/// The record that follows this head.
AuditRecord nextAuditRecord(const AuditHead &head, const AuditEntry &entry);

} // namespace qd
