#pragma once

#include "clock.h"
#include "mcp/mcpoperations.h"
#include "mcp/mcptypes.h"
#include "mcp/taskfile.h"

#include <QString>
#include <QStringList>

namespace qd {

/// The tasks that servers were given, in a file, so that they are found again after a restart: from 2026-07-28 no server
/// lists them. Kept under the server's place, not its name, so that none is asked about another's; until the server does not
/// know it any more, its time is over, or a day has passed. GUI thread.
class McpTaskLedger
{
public:
    static constexpr std::chrono::hours keptWithoutTime{24};

    /// `clock` is borrowed; an empty path keeps nothing.
    McpTaskLedger(QString path, const Clock &clock);

    void note(const McpServerConfig &server, const McpTask &task);
    void forget(const McpServerConfig &server, const QString &task);
    /// Oldest first.
    [[nodiscard]] QStringList tasksOf(const McpServerConfig &server) const;

private:
    void write();

    const QString m_path;
    const Clock &m_clock;
    QList<KeptTask> m_tasks;
};

} // namespace qd
