#pragma once

#include "audit/auditrecord.h"
#include "chaosstore.h"

#include <QByteArray>
#include <QList>

/// JSON of `chaos` and `audit`: a contract like jsonwriter.h.
namespace qd::json {

QByteArray chaosRun(const ChaosRun &run);
/// What is on, since when it is known, and whether new runs are blocked.
QByteArray chaosStatus(const ChaosBoard &board, Instant now);
/// Of `stop-all` and `release`.
QByteArray chaosDone(bool isOff, bool wasOn, const QString &sentence);
QByteArray auditRecords(const QList<AuditRecord> &records);
QByteArray auditVerdict(const AuditVerdict &verdict);

} // namespace qd::json
