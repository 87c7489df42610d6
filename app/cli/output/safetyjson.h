#pragma once

#include "audit/auditaction.h"
#include "chaosstore.h"

#include <QByteArray>
#include <QList>

/// JSON of `chaos` and `audit`: a contract like jsonwriter.h.
namespace qd::json {

QByteArray chaosRun(const ChaosRun &run);
/// What is on, since when it is known, whether new runs are blocked, and what was done before.
QByteArray chaosStatus(const ChaosBoard &board, Instant now, const QList<AuditAction> &before);
/// Of `stop-all` and `release`.
QByteArray chaosDone(bool isOff, bool wasOn, const QString &sentence);
QByteArray auditRecords(const QList<AuditRecord> &records);
QByteArray auditVerdict(const AuditVerdict &verdict);

} // namespace qd::json
