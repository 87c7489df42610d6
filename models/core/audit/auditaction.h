#pragma once

#include "audit/auditrecord.h"

#include <QList>

namespace qd {

/// An action of the log as one thing: what was begun, and how it ended. A value.
struct AuditAction {
    AuditRecord intent;
    std::optional<AuditRecord> outcome; ///< nothing: no end is recorded
    bool operator==(const AuditAction &) const = default;
};

/// The actions among these records (newest first) whose verb begins so, newest first. An outcome whose intent is not
/// among them is left out.
[[nodiscard]] QList<AuditAction> auditActions(const QList<AuditRecord> &newestFirst, QStringView verbBegins);

/// "succeeded", "failed", …; "no end recorded".
[[nodiscard]] QString auditResultText(const AuditAction &action);

} // namespace qd
