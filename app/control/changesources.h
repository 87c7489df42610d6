#pragma once

#include "arm/activitylog.h"
#include "audit/auditrecord.h"
#include "changecontroller.h"
#include "localstate/auditlog.h"

namespace qd {

/// What the subscription's activity log says of deployments, swaps, settings, policies and named values: one change per
/// operation, by its correlation id; operations that only read are left out. `log` is borrowed.
ChangeController::Fetch activityChanges(ActivityLog &log);
QList<Change> changesFromActivity(const QList<ActivityEvent> &events);
QString activityChangeSource(); ///< "activity log"

/// What this machine's audit log says was done with this console to policies, allowlists, slots and faults. `log` is
/// borrowed.
ChangeController::Fetch auditChanges(AuditLog &log);
QList<Change> changesFromAudit(const QList<AuditRecord> &records);
QString auditChangeSource(); ///< "audit log"

} // namespace qd
