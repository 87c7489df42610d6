#include "localstate/statedatabase.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <QUuid>

namespace qd {

namespace {

constexpr const char *stateTables[] = {
    ("CREATE TABLE IF NOT EXISTS audit (sequence INTEGER PRIMARY KEY, kind INTEGER NOT NULL, intent INTEGER NOT NULL, at INTEGER NOT NULL,"
     " actor TEXT NOT NULL, profile TEXT NOT NULL, environment TEXT NOT NULL, verb TEXT NOT NULL, target TEXT NOT NULL,"
     " summary TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, status TEXT NOT NULL, detail TEXT NOT NULL,"
     " previous BLOB NOT NULL, hash BLOB NOT NULL)"),
    "CREATE INDEX IF NOT EXISTS audit_intent ON audit (intent)",
    "CREATE INDEX IF NOT EXISTS audit_hash ON audit (hash)",
    ("CREATE TABLE IF NOT EXISTS history (number INTEGER PRIMARY KEY AUTOINCREMENT, object TEXT NOT NULL, key TEXT NOT NULL, at INTEGER NOT NULL,"
     " origin INTEGER NOT NULL, actor TEXT NOT NULL, etag TEXT NOT NULL, text TEXT NOT NULL)"),
    "CREATE INDEX IF NOT EXISTS history_key ON history (key, number)",
    "CREATE TABLE IF NOT EXISTS flag (name TEXT PRIMARY KEY, value TEXT NOT NULL)"};

Error folderError(const QString &folder, const QString &reason)
{
    return {.kind = ErrorKind::Internal, .message = QStringLiteral("The local state cannot be kept in %1: %2.").arg(folder, reason)};
}

constexpr auto sqliteBusy = QLatin1StringView("5");

/// A log ahead, so that readers and a writer do not wait for each other. SQLite refuses one of two connections that turn
/// the same new file at once, whatever the time it may wait; for the right to write it does wait.
Result<void> writeAhead(QSqlDatabase &database, int waitMs)
{
    const QDeadlineTimer deadline(waitMs);
    const QString statement = QStringLiteral("PRAGMA journal_mode=WAL");
    auto done = runStatement(database, statement);
    while (!done && done.error().vendorCode == sqliteBusy && !deadline.hasExpired()) {
        if (runStatement(database, QStringLiteral("BEGIN IMMEDIATE")))
            (void)runStatement(database, QStringLiteral("ROLLBACK"));
        done = runStatement(database, statement);
    }
    return done;
}

} // namespace

QString defaultStateFolder()
{
    const QString given = qEnvironmentVariable("QD_STATE_DIR");
    if (!given.isEmpty())
        return given;
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/quarterdeck");
}

Error stateError(const QString &what, const QSqlError &error)
{
    const QString code = error.nativeErrorCode();
    QString reason = error.databaseText();
    if (code == QLatin1StringView("13") || code == QLatin1StringView("4874")) // the second: of the file that readers share
        reason = QStringLiteral("the disk is full");
    else if (code == QLatin1StringView("8") || code == QLatin1StringView("1032"))
        reason = QStringLiteral("the file cannot be written");
    else if (code == sqliteBusy || code == QLatin1StringView("261"))
        reason = QStringLiteral("another program holds the file");
    else if (code == QLatin1StringView("11") || code == QLatin1StringView("26"))
        reason = QStringLiteral("the file is damaged");
    return {.kind = ErrorKind::Internal, .message = QStringLiteral("%1: %2.").arg(what, reason), .detail = error.text(), .vendorCode = code};
}

Result<void> runStatement(QSqlDatabase &database, const QString &sql)
{
    QSqlQuery query(database);
    if (query.exec(sql))
        return {};
    return stateError(QStringLiteral("The local state cannot be used"), query.lastError());
}

StateDatabase::StateDatabase(StateOptions options)
    : m_options(std::move(options)), m_name(QUuid::createUuid().toString(QUuid::WithoutBraces))
{
}

StateDatabase::~StateDatabase() { close(); }

QString StateDatabase::anchorPath() const { return m_options.folder + QStringLiteral("/audit.head"); }

Result<QSqlDatabase> StateDatabase::open()
{
    if (QSqlDatabase::contains(m_name))
        return QSqlDatabase::database(m_name);
    if (const auto prepared = prepareFile(); !prepared)
        return prepared.error();
    Result<void> made;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
        database.setDatabaseName(m_options.folder + QStringLiteral("/deck.sqlite"));
        database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(m_options.busyTimeoutMs));
        made = database.open() ? setUp(database) : stateError(QStringLiteral("The local state cannot be opened"), database.lastError());
    }
    if (!made) {
        close();
        return made.error();
    }
    return QSqlDatabase::database(m_name);
}

Result<void> StateDatabase::prepareFile() const
{
    if (!QDir().mkpath(m_options.folder))
        return folderError(m_options.folder, QStringLiteral("the folder cannot be made"));
    QFile file(m_options.folder + QStringLiteral("/deck.sqlite"));
    if (file.exists())
        return {};
    QFile::setPermissions(m_options.folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    // Made before SQLite does, so that nobody else can read it even for a moment.
    if (!file.open(QIODevice::ReadWrite, QFile::ReadOwner | QFile::WriteOwner))
        return folderError(m_options.folder, file.errorString());
    return {};
}

Result<void> StateDatabase::setUp(QSqlDatabase &database) const
{
    if (const auto done = writeAhead(database, m_options.busyTimeoutMs); !done)
        return done;
    QStringList statements{QStringLiteral("PRAGMA synchronous=FULL")};
    if (m_options.maxPages > 0)
        statements << QStringLiteral("PRAGMA max_page_count=%1").arg(m_options.maxPages);
    for (const char *table : stateTables)
        statements << QString::fromLatin1(table);
    for (const QString &statement : std::as_const(statements))
        if (const auto done = runStatement(database, statement); !done)
            return done;
    return {};
}

void StateDatabase::close()
{
    if (!QSqlDatabase::contains(m_name))
        return;
    QSqlDatabase::database(m_name, false).close();
    QSqlDatabase::removeDatabase(m_name);
}

} // namespace qd
