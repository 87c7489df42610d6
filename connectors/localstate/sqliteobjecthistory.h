#pragma once

#include "localstate/objecthistory.h"
#include "localstate/statethread.h"

namespace qd {

/// The history of objects in deck.sqlite. GUI thread.
class SqliteObjectHistory final : public ObjectHistory
{
public:
    /// `thread` is borrowed.
    explicit SqliteObjectHistory(StateThread &thread) : m_thread(thread) {}

    Call record(const ObjectVersion &version, QObject *context, Completion<ObjectVersion> completion) override;
    Call versions(const QString &object, int limit, QObject *context, Completion<QList<ObjectVersion>> completion) override;

private:
    StateThread &m_thread;
};

} // namespace qd
