#pragma once

#include "localstate/statethread.h"

#include <QObject>
#include <QString>

namespace qd {

/// Small named texts that every console and deckctl of this user share, e.g. that new chaos runs are blocked. GUI thread.
class LocalFlags
{
public:
    virtual ~LocalFlags() = default;
    /// Completes with an empty text when it was never set.
    virtual Call read(const QString &name, QObject *context, Completion<QString> completion) = 0;
    virtual Call write(const QString &name, const QString &value, QObject *context, Completion<void> completion) = 0;
};

/// In deck.sqlite.
class SqliteFlags final : public LocalFlags
{
public:
    /// `thread` is borrowed.
    explicit SqliteFlags(StateThread &thread) : m_thread(thread) {}
    Call read(const QString &name, QObject *context, Completion<QString> completion) override;
    Call write(const QString &name, const QString &value, QObject *context, Completion<void> completion) override;

private:
    StateThread &m_thread;
};

} // namespace qd
