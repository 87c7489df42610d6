#include "labprocess.h"

#include "log.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <utility>

namespace qd {

namespace {

constexpr qsizetype maxInfoLine = 64 * 1024;
constexpr qsizetype keptErrors = 4 * 1024;
constexpr Milliseconds patience{3000}; ///< between asking the lab to end and killing it

/// The last line the lab complained with: usually the reason.
QString lastErrorLine(const QByteArray &errors)
{
    const QByteArray text = errors.trimmed();
    return QString::fromUtf8(text.mid(text.lastIndexOf('\n') + 1).left(500));
}

/// decklab's exit codes: 2 for options and scenario, 4 for a port in use.
ErrorKind errorKindOfExit(int code)
{
    return code == 2 ? ErrorKind::Invalid : code == 4 ? ErrorKind::Conflict : ErrorKind::Network;
}

} // namespace

QString findLabExecutable()
{
    const QString told = qEnvironmentVariable("QD_DECKLAB");
    return told.isEmpty() ? QDir(QCoreApplication::applicationDirPath()).filePath(QStringLiteral("decklab")) : told;
}

LabProcess::LabProcess(LabLaunch launch, QObject *parent) : QObject(parent), m_launch(std::move(launch))
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        fail({.kind = ErrorKind::Timeout, .message = tr("The lab was not ready after %1 s").arg(m_launch.deadline.count() / 1000)});
    });
}

LabProcess::~LabProcess() { letGo(); }

QStringList LabProcess::arguments() const
{
    return QStringList{QStringLiteral("--json"),
                       QStringLiteral("--scenario"), m_launch.scenario,
                       QStringLiteral("--port"), QString::number(m_launch.port),
                       QStringLiteral("--seed"), QString::number(m_launch.seed),
                       QStringLiteral("--parent-process"), QString::number(QCoreApplication::applicationPid())}
        + m_launch.extraArguments;
}

void LabProcess::start()
{
    if (m_process)
        return;
    m_state = State::Starting;
    m_line.clear();
    m_errors.clear();
    m_info.reset();
    m_process = new QProcess(this);
    connect(m_process, &QProcess::readyReadStandardOutput, this, &LabProcess::readOutput);
    connect(m_process, &QProcess::readyReadStandardError, this, &LabProcess::readErrors);
    connect(m_process, &QProcess::finished, this, &LabProcess::onFinished);
    connect(m_process, &QProcess::errorOccurred, this, &LabProcess::onProcessError);
    m_deadline.start(m_launch.deadline);
    const QString program = m_launch.executable.isEmpty() ? findLabExecutable() : m_launch.executable;
    m_process->start(program, arguments(), QIODevice::ReadOnly);
}

void LabProcess::stop()
{
    m_startAgain = false;
    if (!m_process) {
        QMetaObject::invokeMethod(this, &LabProcess::stopped, Qt::QueuedConnection);
        return;
    }
    m_state = State::Stopping;
    m_deadline.stop();
    m_process->terminate();
    QTimer::singleShot(patience, m_process, &QProcess::kill);
}

void LabProcess::restart()
{
    if (!m_process) {
        start();
        return;
    }
    stop();
    m_startAgain = true;
}

void LabProcess::readOutput()
{
    const QByteArray bytes = m_process->readAllStandardOutput();
    if (m_state != State::Starting)
        return;
    m_line += bytes;
    if (m_line.contains('\n'))
        decodeLine();
    else if (m_line.size() > maxInfoLine)
        fail({.kind = ErrorKind::Protocol, .message = tr("The lab did not say where it is: its first line is too long")});
}

void LabProcess::decodeLine()
{
    m_line.truncate(m_line.indexOf('\n'));
    const auto info = decodeLabInfo(m_line, QStringLiteral("decklab"));
    if (!info) {
        fail(info.error());
        return;
    }
    m_deadline.stop();
    m_info = *info;
    m_state = State::Ready;
    // A restarted lab must be found where the first one was.
    m_launch.port = static_cast<quint16>(info->endpoint.port(m_launch.port));
    emit ready(*m_info);
}

void LabProcess::readErrors()
{
    const QByteArray bytes = m_process->readAllStandardError();
    m_errors.append(bytes);
    m_errors = m_errors.right(keptErrors);
    for (const QByteArray &line : bytes.trimmed().split('\n'))
        log::debug(log::lab, QString::fromUtf8(line.left(1000)));
}

void LabProcess::onProcessError(QProcess::ProcessError error)
{
    if (error == QProcess::FailedToStart)
        fail({.kind = ErrorKind::Network,
              .message = tr("The lab could not be started: %1 (%2)").arg(m_process->program(), m_process->errorString())});
}

void LabProcess::onFinished()
{
    readErrors();
    const State before = std::exchange(m_state, State::Idle);
    if (before == State::Starting) {
        const QString reason = lastErrorLine(m_errors);
        fail({.kind = errorKindOfExit(m_process->exitCode()),
              .message = reason.isEmpty() ? tr("The lab ended before it was ready") : tr("The lab could not start: %1").arg(reason),
              .detail = QString::fromUtf8(m_errors)});
        return;
    }
    letGo();
    if (before == State::Ready)
        emit exited();
    else if (std::exchange(m_startAgain, false))
        start();
    else
        emit stopped();
}

void LabProcess::fail(Error error)
{
    m_state = State::Idle;
    letGo();
    emit failed(error);
}

void LabProcess::letGo()
{
    m_deadline.stop();
    QProcess *process = std::exchange(m_process, nullptr);
    if (!process)
        return;
    process->disconnect(this);
    if (process->state() == QProcess::NotRunning) {
        process->deleteLater();
        return;
    }
    // It outlives this object until it has ended; without an event loop the lab's own watch of our process ends it.
    process->setParent(nullptr);
    connect(process, &QProcess::finished, process, &QObject::deleteLater);
    process->terminate();
    QTimer::singleShot(patience, process, &QProcess::kill);
}

} // namespace qd
