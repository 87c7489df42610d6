#include "mcp/stdiochannel.h"

#include "log.h"
#include "mcp/processend.h"

#include <QDir>
#include <QFileInfo>
#include <QProcessEnvironment>

#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>

namespace qd {

namespace {

constexpr qsizetype longestNote = 4096;

/// What a program needs to run at all. Everything else of ours may hold secrets.
QProcessEnvironment smallEnvironment(const McpServerConfig &config)
{
    const QProcessEnvironment ours = QProcessEnvironment::systemEnvironment();
    QProcessEnvironment environment;
    for (const char *name : {"HOME", "LANG", "LC_ALL", "LOGNAME", "PATH", "SHELL", "TERM", "TMPDIR", "TZ", "USER"})
        if (const QString key = QString::fromLatin1(name); ours.contains(key))
            environment.insert(key, ours.value(key));
    for (const auto &[name, value] : config.environment)
        environment.insert(name, value);
    return environment;
}

/// Runs in the child between fork and exec: its own group, which dies with us even when we are killed. Where nobody keeps
/// it, at least the process itself does.
void prepareChild(int keeper)
{
    ::setpgid(0, 0);
    if (keeper >= 0)
        GroupKeeper::announce(keeper);
    else
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
}

QString noteText(QByteArrayView bytes)
{
    return QString::fromUtf8(bytes.first(std::min(bytes.size(), longestNote))).trimmed();
}

} // namespace

StdioChannel::StdioChannel(const McpServerConfig &config, Timers &timers, std::shared_ptr<QObject> endings, std::shared_ptr<GroupKeeper> keeper)
    : m_config(config), m_timers(timers), m_endings(std::move(endings)), m_keeper(std::move(keeper))
{
}

StdioChannel::~StdioChannel() { close(); }

void StdioChannel::start()
{
    m_process = std::make_unique<ServerProcess>();
    m_process->setProgram(m_config.command);
    m_process->setArguments(m_config.arguments);
    m_process->setProcessEnvironment(smallEnvironment(m_config));
    m_process->setChildProcessModifier([keeper = m_keeper->start() ? m_keeper->announceTo() : -1] { prepareChild(keeper); });
    if (!m_config.workingFolder.isEmpty())
        m_process->setWorkingDirectory(m_config.workingFolder);
    connect(m_process.get(), &QProcess::started, this, [this] {
        log::info(log::mcp, QStringLiteral("started process %1 for %2").arg(m_group).arg(m_config.id.value));
        emit started();
    });
    connect(m_process.get(), &QProcess::readyReadStandardOutput, this, &StdioChannel::onOutput);
    connect(m_process.get(), &QProcess::readyReadStandardError, this, &StdioChannel::onErrors);
    connect(m_process.get(), &QProcess::finished, this,
            [this](int code, QProcess::ExitStatus status) { onFinished(code, status == QProcess::CrashExit); });
    connect(m_process.get(), &QProcess::errorOccurred, this, &StdioChannel::onProcessError, Qt::QueuedConnection);
    m_process->start();
    m_group = m_process->processId();
}

QString StdioChannel::send(quint64, const QByteArray &message, const Headers &)
{
    if (m_process && m_process->state() == QProcess::Running) {
        QByteArray line = message;
        line.replace('\n', ' ').replace('\r', ' '); // inside JSON a line break can only be white space
        m_process->write(line + '\n');
    }
    return {};
}

void StdioChannel::close()
{
    if (!m_process)
        return;
    m_process->disconnect(this);
    if (m_process->state() != QProcess::NotRunning) {
        new ProcessEnd(std::move(m_process), m_group, m_timers, m_keeper, m_endings.get());
        return;
    }
    m_process.reset();
    m_keeper->remove(m_group);
}

void StdioChannel::onOutput()
{
    m_output += m_process->readAllStandardOutput();
    qsizetype from = 0;
    for (qsizetype end = m_output.indexOf('\n', m_searched); end >= 0 && m_process; end = m_output.indexOf('\n', from)) {
        takeLine(QByteArrayView(m_output).sliced(from, end - from));
        from = end + 1;
    }
    m_output.remove(0, from);
    m_searched = m_output.size();
    if (m_process && m_output.size() > maxMessageBytes)
        lose(QStringLiteral("The server sent a line that is too long, or has no end."), QStringLiteral("over %1 bytes").arg(maxMessageBytes));
}

void StdioChannel::takeLine(QByteArrayView line)
{
    const QByteArrayView message = withoutMark(line.trimmed()).trimmed();
    if (message.isEmpty())
        return;
    if (message.startsWith('{') || message.startsWith('['))
        emit received(0, message.toByteArray(), QString());
    else
        emit noted(QStringLiteral("stdout, not a message: ") + noteText(message));
}

void StdioChannel::onErrors()
{
    m_errors += m_process->readAllStandardError();
    noteErrors(false);
}

void StdioChannel::noteErrors(bool isEnd)
{
    const qsizetype end = isEnd || m_errors.size() > longestNote ? m_errors.size() : m_errors.lastIndexOf('\n') + 1;
    const QString text = noteText(QByteArrayView(m_errors).first(end));
    m_errors.remove(0, end);
    if (text.isEmpty())
        return;
    m_lastErrorLine = text.section(u'\n', -1).left(500);
    emit noted(QStringLiteral("stderr: ") + text);
}

void StdioChannel::onFinished(int code, bool isCrash)
{
    onOutput();
    if (!m_process)
        return;
    m_errors += m_process->readAllStandardError();
    noteErrors(true);
    signalGroup(m_group, SIGKILL);
    lose(isCrash ? QStringLiteral("The server crashed (signal %1).").arg(code) : QStringLiteral("The server ended with exit code %1.").arg(code),
         m_lastErrorLine);
}

void StdioChannel::onProcessError(QProcess::ProcessError error)
{
    if (!m_process || error != QProcess::FailedToStart)
        return;
    const bool isFolderMissing = !m_config.workingFolder.isEmpty() && !QFileInfo(m_config.workingFolder).isDir();
    lose(isFolderMissing ? QStringLiteral("The command %1 could not be started: its working folder %2 does not exist.").arg(m_config.command, m_config.workingFolder)
                         : QStringLiteral("The command %1 could not be started.").arg(m_config.command), m_process->errorString(), true);
}

void StdioChannel::lose(const QString &message, const QString &detail, bool isCommand)
{
    close();
    emit closed({.kind = isCommand ? ErrorKind::Invalid : ErrorKind::Network, .message = message, .detail = detail});
}

} // namespace qd
