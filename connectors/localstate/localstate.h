#pragma once

#include "localstate/localflags.h"
#include "localstate/queryhistory.h"
#include "localstate/sqliteauditlog.h"
#include "localstate/sqliteobjecthistory.h"

namespace qd {

/// What this machine remembers: audit log, history of objects and of queries, flags. Nothing is opened before the first use. GUI thread.
class LocalState final
{
    Q_DISABLE_COPY_MOVE(LocalState)

public:
    /// An empty folder: defaultStateFolder().
    explicit LocalState(StateOptions options = {});

    [[nodiscard]] SqliteAuditLog &audit() { return m_audit; }
    [[nodiscard]] SqliteObjectHistory &history() { return m_history; }
    [[nodiscard]] SqliteQueryHistory &queries() { return m_queries; }
    [[nodiscard]] SqliteFlags &flags() { return m_flags; }
    [[nodiscard]] QString folder() const { return m_folder; }

private:
    const QString m_folder;
    StateThread m_thread;
    SqliteAuditLog m_audit{m_thread};
    SqliteObjectHistory m_history{m_thread};
    SqliteQueryHistory m_queries{m_thread};
    SqliteFlags m_flags{m_thread};
};

} // namespace qd
