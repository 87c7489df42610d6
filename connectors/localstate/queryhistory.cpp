#include "localstate/queryhistory.h"

#include "localstate/statedatabase.h"
#include "localstate/statethread.h"

#include <QVariant>

#include <initializer_list>

namespace qd {

namespace {

qlonglong runMicroseconds(Instant at) { return at.time_since_epoch().count(); }

Error runError(const QSqlQuery &query) { return stateError(QStringLiteral("The history of queries cannot be used"), query.lastError()); }

Result<QSqlDatabase> openRuns(StateDatabase &state)
{
    auto database = state.open();
    if (!database)
        return database;
    const auto made = runStatement(*database, QStringLiteral(
        "CREATE TABLE IF NOT EXISTS query_run (number INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, profile TEXT NOT NULL,"
        " name TEXT NOT NULL, kql TEXT NOT NULL, elapsed INTEGER NOT NULL, rows INTEGER NOT NULL, failure TEXT NOT NULL, request TEXT NOT NULL)"));
    return made ? database : Result<QSqlDatabase>(made.error());
}

Result<void> executeRun(QSqlDatabase &database, const QString &sql, std::initializer_list<QVariant> values)
{
    QSqlQuery query(database);
    query.prepare(sql);
    for (const QVariant &value : values)
        query.addBindValue(value);
    return query.exec() ? Result<void>() : Result<void>(runError(query));
}

QVariant runText(const QString &text) { return text.isNull() ? QString(QLatin1StringView("")) : text; }

/// What is too old, too many, or too long in all.
Result<void> pruneRuns(QSqlDatabase &database, Instant now)
{
    const Instant oldest = now - std::chrono::hours(24 * QueryHistory::keptDays);
    if (auto done = executeRun(database, QStringLiteral("DELETE FROM query_run WHERE at < ?"), {runMicroseconds(oldest)}); !done)
        return done;
    if (auto done = executeRun(database, QStringLiteral("DELETE FROM query_run WHERE number <= (SELECT max(number) FROM query_run) - ?"), {QueryHistory::keptRuns}); !done)
        return done;
    return executeRun(database, QStringLiteral("DELETE FROM query_run WHERE number IN (SELECT number FROM (SELECT number, sum(length(kql)) OVER (ORDER BY number DESC)"
                                               " AS total FROM query_run) WHERE total > ?)"), {QueryHistory::keptBytes});
}

Result<QueryRun> insertRun(StateDatabase &state, QueryRun run)
{
    auto database = openRuns(state);
    if (!database)
        return database.error();
    QSqlQuery query(*database);
    query.prepare(QStringLiteral("INSERT INTO query_run (at, profile, name, kql, elapsed, rows, failure, request) VALUES (?,?,?,?,?,?,?,?)"));
    query.addBindValue(runMicroseconds(run.at));
    for (const QString *text : {&run.profile, &run.name, &run.kql})
        query.addBindValue(runText(*text));
    query.addBindValue(static_cast<qlonglong>(run.elapsed.count()));
    query.addBindValue(run.rows);
    query.addBindValue(runText(run.failure));
    query.addBindValue(runText(run.requestId));
    if (!query.exec())
        return runError(query);
    run.number = query.lastInsertId().toLongLong();
    const auto pruned = pruneRuns(*database, run.at);
    return pruned ? Result<QueryRun>(run) : pruned.error();
}

QueryRun runOf(const QSqlQuery &row)
{
    return {.number = row.value(0).toLongLong(),
            .at = Instant(Microseconds(row.value(1).toLongLong())),
            .profile = row.value(2).toString(),
            .name = row.value(3).toString(),
            .kql = row.value(4).toString(),
            .elapsed = Milliseconds(row.value(5).toLongLong()),
            .rows = row.value(6).toLongLong(),
            .failure = row.value(7).toString(),
            .requestId = row.value(8).toString()};
}

Result<QList<QueryRun>> selectRuns(StateDatabase &state, const QString &words, int limit)
{
    auto database = openRuns(state);
    if (!database)
        return database.error();
    QSqlQuery query(*database);
    query.prepare(QStringLiteral("SELECT number, at, profile, name, kql, elapsed, rows, failure, request FROM query_run"
                                 " WHERE instr(lower(kql), ?) > 0 OR instr(lower(name), ?) > 0 ORDER BY number DESC LIMIT ?"));
    query.addBindValue(runText(words.toLower()));
    query.addBindValue(runText(words.toLower()));
    query.addBindValue(limit);
    if (!query.exec())
        return runError(query);
    QList<QueryRun> runs;
    while (query.next())
        runs += runOf(query);
    return runs;
}

} // namespace

Call SqliteQueryHistory::record(const QueryRun &run, QObject *context, Completion<QueryRun> completion)
{
    return m_thread.run<QueryRun>([run](StateDatabase &state) { return insertRun(state, run); }, context, std::move(completion));
}

Call SqliteQueryHistory::runs(const QString &words, int limit, QObject *context, Completion<QList<QueryRun>> completion)
{
    return m_thread.run<QList<QueryRun>>([words, limit](StateDatabase &state) { return selectRuns(state, words, limit); }, context, std::move(completion));
}

Call SqliteQueryHistory::clear(QObject *context, Completion<void> completion)
{
    const auto work = [](StateDatabase &state) -> Result<void> {
        auto database = openRuns(state);
        return database ? runStatement(*database, QStringLiteral("DELETE FROM query_run")) : Result<void>(database.error());
    };
    return m_thread.run<void>(work, context, std::move(completion));
}

} // namespace qd
