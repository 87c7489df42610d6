#include "localstate/auditrows.h"

#include <QVariant>

namespace qd::auditrows {

namespace {

const QString &auditColumns()
{
    static const QString columns = QStringLiteral("sequence, kind, intent, at, actor, profile, environment, verb, target, summary,"
                                                  " before, after, status, detail, previous, hash");
    return columns;
}

AuditRecord recordOf(const QSqlQuery &row)
{
    AuditRecord record;
    record.sequence = row.value(0).toLongLong();
    AuditEntry &entry = record.entry;
    entry.kind = static_cast<AuditEntry::Kind>(row.value(1).toInt());
    entry.intent = row.value(2).toLongLong();
    entry.at = Instant(Microseconds(row.value(3).toLongLong()));
    int column = 4;
    for (QString *text : {&entry.actor, &entry.profile, &entry.environment, &entry.verb, &entry.target, &entry.summary,
                          &entry.before, &entry.after, &entry.status, &entry.detail})
        *text = row.value(column++).toString();
    record.previous = row.value(14).toByteArray();
    record.hash = row.value(15).toByteArray();
    return record;
}

/// SQL's NULL is not the empty text.
QString notNull(const QString &text) { return text.isNull() ? QLatin1StringView("") : text; }

} // namespace

Result<void> insert(QSqlDatabase &database, const AuditRecord &record)
{
    QSqlQuery query(database);
    query.prepare(QStringLiteral("INSERT INTO audit (%1) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)").arg(auditColumns()));
    const AuditEntry &entry = record.entry;
    query.addBindValue(record.sequence);
    query.addBindValue(static_cast<int>(entry.kind));
    query.addBindValue(entry.intent);
    query.addBindValue(static_cast<qlonglong>(entry.at.time_since_epoch().count()));
    for (const QString *text : {&entry.actor, &entry.profile, &entry.environment, &entry.verb, &entry.target, &entry.summary,
                                &entry.before, &entry.after, &entry.status, &entry.detail})
        query.addBindValue(notNull(*text));
    query.addBindValue(record.previous);
    query.addBindValue(record.hash);
    if (query.exec())
        return {};
    return stateError(QStringLiteral("The audit log cannot be written"), query.lastError());
}

Result<AuditHead> head(QSqlDatabase &database)
{
    QSqlQuery query(database);
    if (!query.exec(QStringLiteral("SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1")))
        return stateError(QStringLiteral("The audit log cannot be read"), query.lastError());
    if (!query.next())
        return query.lastError().isValid() ? Result<AuditHead>(stateError(QStringLiteral("The audit log cannot be read"), query.lastError()))
                                           : emptyAuditHead();
    return AuditHead{.count = query.value(0).toLongLong(), .hash = query.value(1).toByteArray()};
}

Result<void> read(QSqlDatabase &database, const QString &tail, const std::function<bool(const AuditRecord &)> &accept)
{
    QSqlQuery query(database);
    query.setForwardOnly(true);
    if (!query.exec(QStringLiteral("SELECT %1 FROM audit %2").arg(auditColumns(), tail)))
        return stateError(QStringLiteral("The audit log cannot be read"), query.lastError());
    while (query.next())
        if (!accept(recordOf(query)))
            return {};
    if (query.lastError().isValid())
        return stateError(QStringLiteral("The audit log cannot be read"), query.lastError());
    return {};
}

bool hasHash(QSqlDatabase &database, const QByteArray &hash)
{
    QSqlQuery query(database);
    query.prepare(QStringLiteral("SELECT 1 FROM audit WHERE hash = ?"));
    query.addBindValue(hash);
    return query.exec() && query.next();
}

} // namespace qd::auditrows
