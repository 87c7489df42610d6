#include "peerprocess.h"

#include <QDeadlineTimer>
#include <QProcessEnvironment>
#include <QTcpServer>

#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>

namespace qd::test {

namespace {

constexpr int startMs = 60'000;

} // namespace

quint16 PeerProcess::freePort()
{
    QTcpServer probe;
    return probe.listen(QHostAddress::LocalHost) ? probe.serverPort() : quint16(0);
}

bool PeerProcess::start(const QStringList &command, const QStringList &environment, const QByteArray &ready)
{
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    for (const QString &one : environment)
        variables.insert(one.section(u'=', 0, 0), one.section(u'=', 1));
    m_process.setProcessEnvironment(variables);
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setChildProcessModifier([] {
        ::setpgid(0, 0);
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    });
    m_process.start(command.first(), command.mid(1));
    return m_process.waitForStarted(startMs) && waitForLine(ready);
}

bool PeerProcess::waitForLine(const QByteArray &ready)
{
    const QDeadlineTimer deadline(startMs);
    QByteArray said;
    while (!deadline.hasExpired() && m_process.state() == QProcess::Running) {
        m_process.waitForReadyRead(static_cast<int>(deadline.remainingTime()));
        said += m_process.readAll();
        if (said.contains(ready))
            return true;
    }
    m_error = m_process.program() + QStringLiteral(" did not get ready: ") + QString::fromUtf8(said.right(2000));
    return false;
}

void PeerProcess::kill()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    ::kill(static_cast<pid_t>(-m_process.processId()), SIGKILL);
    m_process.waitForFinished(startMs);
}

} // namespace qd::test
