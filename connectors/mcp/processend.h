#pragma once

#include "http/timers.h"
#include "mcp/groupkeeper.h"
#include "mcp/serverprocess.h"

#include <QObject>

#include <memory>

namespace qd {

/// Ends a server's process and its whole group in the background: closes its input, then SIGTERM, then SIGKILL, two
/// seconds apart (MCP, transports, stdio shutdown). Deletes itself when it is gone; deleted earlier it leaves the rest to the
/// keeper, so that nobody has to wait for a server to end. GUI thread.
class ProcessEnd final : public QObject
{
public:
    static constexpr Milliseconds patience{2000};

    ProcessEnd(std::unique_ptr<ServerProcess> process, qint64 group, Timers &timers, std::shared_ptr<GroupKeeper> keeper, QObject *parent);
    ~ProcessEnd() override;

private:
    void escalate(int signal);
    void onFinished();

    std::unique_ptr<ServerProcess> m_process;
    qint64 m_group;
    Timers &m_timers;
    std::shared_ptr<GroupKeeper> m_keeper;
};

/// Sends a signal to every process of a group; 0 is no group.
void signalGroup(qint64 group, int signal);

} // namespace qd
