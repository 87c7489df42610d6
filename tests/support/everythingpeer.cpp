#include "everythingpeer.h"

#include <QDeadlineTimer>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTcpServer>

#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>

namespace qd::test {

namespace {

constexpr int startMs = 30'000;

QString serverScript()
{
    return EverythingPeer::folder() + QStringLiteral("/node_modules/@modelcontextprotocol/server-everything/dist/index.js");
}

/// A port that was free a moment ago: the server takes its port from outside and cannot choose one itself.
quint16 freePort()
{
    QTcpServer probe;
    return probe.listen(QHostAddress::LocalHost) ? probe.serverPort() : quint16(0);
}

} // namespace

QString EverythingPeer::folder() { return QStringLiteral(QD_PEERS_DIR); }

bool EverythingPeer::isInstalled()
{
    return QFileInfo::exists(serverScript()) && !QStandardPaths::findExecutable(QStringLiteral("node")).isEmpty();
}

QStringList EverythingPeer::stdioCommand()
{
    return {QStandardPaths::findExecutable(QStringLiteral("node")), serverScript(), QStringLiteral("stdio")};
}

EverythingPeer::~EverythingPeer() { kill(); }

bool EverythingPeer::start()
{
    m_port = freePort();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("PORT"), QString::number(m_port));
    m_process.setProcessEnvironment(environment);
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setChildProcessModifier([] {
        ::setpgid(0, 0);
        ::prctl(PR_SET_PDEATHSIG, SIGKILL); // also when the test itself is killed
    });
    m_process.start(stdioCommand().constFirst(), {serverScript(), QStringLiteral("streamableHttp")});
    return m_process.waitForStarted(startMs) && waitForReadyLine();
}

bool EverythingPeer::waitForReadyLine()
{
    const QDeadlineTimer deadline(startMs);
    QByteArray said;
    while (!deadline.hasExpired() && m_process.state() == QProcess::Running) {
        m_process.waitForReadyRead(static_cast<int>(deadline.remainingTime()));
        said += m_process.readAll();
        if (said.contains("listening on port"))
            return true;
    }
    m_error = QStringLiteral("server-everything did not start: ") + QString::fromUtf8(said);
    return false;
}

void EverythingPeer::kill()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    ::kill(static_cast<pid_t>(-m_process.processId()), SIGKILL);
    m_process.waitForFinished(startMs);
}

QString EverythingPeer::url() const { return QStringLiteral("http://127.0.0.1:%1/mcp").arg(m_port); }

} // namespace qd::test
