#include "localstate/sqliteobjecthistory.h"

#include "localstate/statedatabase.h"

#include <QVariant>

namespace qd {

namespace {

const QString &historyColumns()
{
    static const QString columns = QStringLiteral("number, object, at, origin, actor, etag, text");
    return columns;
}

ObjectVersion versionOf(const QSqlQuery &row)
{
    return {.number = row.value(0).toLongLong(),
            .object = row.value(1).toString(),
            .at = Instant(Microseconds(row.value(2).toLongLong())),
            .origin = static_cast<ObjectVersion::Origin>(row.value(3).toInt()),
            .actor = row.value(4).toString(),
            .etag = row.value(5).toString(),
            .text = row.value(6).toString()};
}

Result<QList<ObjectVersion>> selectVersions(QSqlDatabase &database, const QString &object, int limit)
{
    QSqlQuery query(database);
    query.prepare(QStringLiteral("SELECT %1 FROM history WHERE key = ? ORDER BY number DESC LIMIT ?").arg(historyColumns()));
    query.addBindValue(object.toLower());
    query.addBindValue(limit);
    if (!query.exec())
        return stateError(QStringLiteral("The history cannot be read"), query.lastError());
    QList<ObjectVersion> versions;
    while (query.next())
        versions.append(versionOf(query));
    return versions;
}

QVariant historyText(const QString &text) { return text.isNull() ? QString(QLatin1StringView("")) : text; }

Result<ObjectVersion> insertVersion(QSqlDatabase &database, ObjectVersion version)
{
    QSqlQuery query(database);
    query.prepare(QStringLiteral("INSERT INTO history (object, key, at, origin, actor, etag, text) VALUES (?,?,?,?,?,?,?)"));
    query.addBindValue(historyText(version.object));
    query.addBindValue(historyText(version.object.toLower()));
    query.addBindValue(static_cast<qlonglong>(version.at.time_since_epoch().count()));
    query.addBindValue(static_cast<int>(version.origin));
    for (const QString *text : {&version.actor, &version.etag, &version.text})
        query.addBindValue(historyText(*text));
    if (!query.exec())
        return stateError(QStringLiteral("The history cannot be written"), query.lastError());
    version.number = query.lastInsertId().toLongLong();
    return version;
}

/// A draft that has arrived is no draft any more.
Result<ObjectVersion> promoteDraft(QSqlDatabase &database, const ObjectVersion &draft, ObjectVersion version)
{
    QSqlQuery query(database);
    query.prepare(QStringLiteral("UPDATE history SET at = ?, origin = ?, actor = ?, etag = ? WHERE number = ?"));
    query.addBindValue(static_cast<qlonglong>(version.at.time_since_epoch().count()));
    query.addBindValue(static_cast<int>(version.origin));
    query.addBindValue(historyText(version.actor));
    query.addBindValue(historyText(version.etag));
    query.addBindValue(draft.number);
    if (!query.exec())
        return stateError(QStringLiteral("The history cannot be written"), query.lastError());
    version.number = draft.number;
    return version;
}

/// The same text again says nothing new, unless it was written: then who did it counts; or it was a draft, and now is there.
Result<ObjectVersion> repeatVersion(QSqlDatabase &database, const ObjectVersion &last, const ObjectVersion &version)
{
    using Origin = ObjectVersion::Origin;
    if (last.origin == Origin::Draft && version.origin != Origin::Draft)
        return promoteDraft(database, last, version);
    if (version.origin == Origin::Written && last.origin != Origin::Written)
        return insertVersion(database, version);
    return last;
}

Result<ObjectVersion> recordVersion(StateDatabase &state, const ObjectVersion &version)
{
    auto database = state.open();
    if (!database)
        return database.error();
    const auto last = selectVersions(*database, version.object, 1);
    if (!last)
        return last.error();
    if (last->isEmpty() || last->first().text != version.text)
        return insertVersion(*database, version);
    return repeatVersion(*database, last->first(), version);
}

} // namespace

Call SqliteObjectHistory::record(const ObjectVersion &version, QObject *context, Completion<ObjectVersion> completion)
{
    return m_thread.run<ObjectVersion>([version](StateDatabase &state) { return recordVersion(state, version); }, context, std::move(completion));
}

Call SqliteObjectHistory::versions(const QString &object, int limit, QObject *context, Completion<QList<ObjectVersion>> completion)
{
    const auto work = [object, limit](StateDatabase &state) -> Result<QList<ObjectVersion>> {
        auto database = state.open();
        return database ? selectVersions(*database, object, limit) : Result<QList<ObjectVersion>>(database.error());
    };
    return m_thread.run<QList<ObjectVersion>>(work, context, std::move(completion));
}

} // namespace qd
