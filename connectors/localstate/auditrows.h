#pragma once

#include "audit/auditchain.h"
#include "localstate/statedatabase.h"

#include <QList>

#include <functional>

/// The audit table's rows as records.
namespace qd::auditrows {

Result<void> insert(QSqlDatabase &database, const AuditRecord &record);
/// The last record's place; emptyAuditHead() when there is none.
Result<AuditHead> head(QSqlDatabase &database);
/// Calls `accept` with every record that `tail` (WHERE, ORDER BY, LIMIT) selects, until it returns false.
Result<void> read(QSqlDatabase &database, const QString &tail, const std::function<bool(const AuditRecord &)> &accept);
bool hasHash(QSqlDatabase &database, const QByteArray &hash);

} // namespace qd::auditrows
