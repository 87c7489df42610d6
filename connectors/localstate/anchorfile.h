#pragma once

#include "audit/auditchain.h"
#include "result.h"

#include <QString>

#include <optional>

/// The head of the audit log in a file beside the database: "count hash" on one line. It finds what a chain alone cannot:
/// records missing at the end. Who can write both files can still forge; the head can be exported to a safer place.
namespace qd::anchorfile {

/// Nothing: there is no file. ErrorKind::Decode when it is not ours.
Result<std::optional<AuditHead>> read(const QString &path);
/// Replaces the file as a whole; readable by the user alone. ErrorKind::Internal with the system's reason.
Result<void> write(const QString &path, const AuditHead &head);

} // namespace qd::anchorfile
