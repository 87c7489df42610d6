#include "localstate/localflags.h"

#include "localstate/statedatabase.h"

#include <QVariant>

namespace qd {

namespace {

Result<QString> readFlag(StateDatabase &state, const QString &name)
{
    auto database = state.open();
    if (!database)
        return database.error();
    QSqlQuery query(*database);
    query.prepare(QStringLiteral("SELECT value FROM flag WHERE name = ?"));
    query.addBindValue(name);
    if (!query.exec())
        return stateError(QStringLiteral("The local state cannot be read"), query.lastError());
    return query.next() ? query.value(0).toString() : QString();
}

Result<void> writeFlag(StateDatabase &state, const QString &name, const QString &value)
{
    auto database = state.open();
    if (!database)
        return database.error();
    QSqlQuery query(*database);
    query.prepare(QStringLiteral("INSERT INTO flag (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"));
    query.addBindValue(name);
    query.addBindValue(value.isNull() ? QString(QLatin1StringView("")) : value);
    if (!query.exec())
        return stateError(QStringLiteral("The local state cannot be written"), query.lastError());
    return {};
}

} // namespace

Call SqliteFlags::read(const QString &name, QObject *context, Completion<QString> completion)
{
    return m_thread.run<QString>([name](StateDatabase &state) { return readFlag(state, name); }, context, std::move(completion));
}

Call SqliteFlags::write(const QString &name, const QString &value, QObject *context, Completion<void> completion)
{
    return m_thread.run<void>([name, value](StateDatabase &state) { return writeFlag(state, name, value); }, context, std::move(completion));
}

} // namespace qd
