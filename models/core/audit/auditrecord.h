#pragma once

#include "clock.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace qd {

/// What is written to the audit log. Texts are plain and free of secrets. A value.
struct AuditEntry {
    enum class Kind { Intent, Outcome, Note }; ///< Note: what is no action, e.g. a lease taken or released
    Kind kind = Kind::Intent;
    qint64 intent = 0;    ///< of an outcome: the sequence number of its intent
    Instant at;
    QString actor;        ///< who, e.g. the application or user that is signed in
    QString profile;      ///< connection profile
    QString environment;  ///< "prod", "lab", …
    QString verb;         ///< WriteAction::verb
    QString target;
    QString summary;
    QString before;       ///< of an intent: what was there; may be long
    QString after;
    QString status;       ///< of an outcome: "succeeded", "failed", "cancelled", "unknown"
    QString detail;       ///< error, request id, ETags
    bool operator==(const AuditEntry &) const = default;
};

/// An entry in its place in the chain.
struct AuditRecord {
    qint64 sequence = 0;  ///< from 1, without gaps
    AuditEntry entry;
    QByteArray previous;  ///< hash of the record before, 32 bytes
    QByteArray hash;      ///< SHA-256 over previous and the canonical form of sequence and entry
    bool operator==(const AuditRecord &) const = default;
};

/// What a check of the whole log found.
struct AuditVerdict {
    enum class Problem { None, Edited, Deleted, Reordered, Truncated, Unreadable };
    qint64 records = 0;
    Problem problem = Problem::None;
    qint64 at = 0;        ///< sequence number of the first wrong place
    QString explanation;
    QByteArray head;      ///< hash of the last good record
    bool operator==(const AuditVerdict &) const = default;
};

} // namespace qd
