#include "mcp/processend.h"

#include <csignal>
#include <sys/types.h>
#include <utility>

namespace qd {

void signalGroup(qint64 group, int signal)
{
    if (group > 1)
        ::kill(static_cast<pid_t>(-group), signal);
}

ProcessEnd::ProcessEnd(std::unique_ptr<ServerProcess> process, qint64 group, Timers &timers, std::shared_ptr<GroupKeeper> keeper,
                       QObject *parent)
    : QObject(parent), m_process(std::move(process)), m_group(group), m_timers(timers), m_keeper(std::move(keeper))
{
    m_process->disconnect();
    connect(m_process.get(), &QProcess::finished, this, &ProcessEnd::onFinished);
    connect(m_process.get(), &QProcess::readyReadStandardOutput, this, [this] { m_process->readAllStandardOutput(); });
    connect(m_process.get(), &QProcess::readyReadStandardError, this, [this] { m_process->readAllStandardError(); });
    m_process->closeWriteChannel();
    m_timers.after(patience, this, [this] { escalate(SIGTERM); });
    m_timers.after(2 * patience, this, [this] { escalate(SIGKILL); });
    if (m_process->state() == QProcess::NotRunning)
        onFinished();
}

ProcessEnd::~ProcessEnd()
{
    m_process->disconnect(this);
    if (m_process->state() == QProcess::NotRunning)
        return;
    if (m_keeper->start())
        m_keeper->leaveTo(m_group);
    else
        signalGroup(m_group, SIGKILL);
    m_process->letGo();
}

void ProcessEnd::escalate(int signal)
{
    if (m_process->state() != QProcess::NotRunning)
        signalGroup(m_group, signal);
}

void ProcessEnd::onFinished()
{
    signalGroup(m_group, SIGKILL); // what it has started itself
    m_keeper->remove(m_group);
    m_group = 0;
    deleteLater();
}

} // namespace qd
