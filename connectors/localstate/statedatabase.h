#pragma once

#include "localstate/stateoptions.h"
#include "result.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QString>

namespace qd {

/// One thread's connection to deck.sqlite; opened on first use, again after a failure. The folder and file are made for
/// the user alone. Belongs to the thread that uses it.
class StateDatabase final
{
    Q_DISABLE_COPY_MOVE(StateDatabase)

public:
    explicit StateDatabase(StateOptions options);
    ~StateDatabase();

    /// Errors: Internal, with the reason in words.
    Result<QSqlDatabase> open();
    [[nodiscard]] QString anchorPath() const;

private:
    [[nodiscard]] Result<void> prepareFile() const;
    [[nodiscard]] Result<void> setUp(QSqlDatabase &database) const;
    void close();

    const StateOptions m_options;
    const QString m_name;
};

/// The error of a statement that failed: "… : disk full".
Error stateError(const QString &what, const QSqlError &error);

/// Runs one statement without values.
Result<void> runStatement(QSqlDatabase &database, const QString &sql);

} // namespace qd
