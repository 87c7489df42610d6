#include "commands/labstartcommand.h"

#include "labprocess.h"
#include "labstate.h"
#include "output/errorreport.h"

#include <QFile>
#include <QProcess>

namespace qd {

namespace {

constexpr Milliseconds lookEvery{50};
constexpr Milliseconds startDeadline = std::chrono::minutes(2);

} // namespace

LabStartCommand::LabStartCommand(const CliOptions &options, const CliStreams &streams) : m_options(options), m_streams(streams)
{
    connect(&m_poll, &QTimer::timeout, this, &LabStartCommand::look);
}

void LabStartCommand::start() { QMetaObject::invokeMethod(this, &LabStartCommand::launch, Qt::QueuedConnection); }

void LabStartCommand::launch()
{
    if (const auto running = labstate::running()) {
        fail({.kind = ErrorKind::Invalid,
              .message = QStringLiteral("A lab is running already: scenario %1 at %2. End it with `deckctl lab stop`.")
                             .arg(running->scenario, running->endpoint.toString())});
        return;
    }
    if (const auto prepared = labstate::prepare(); !prepared) {
        fail(prepared.error());
        return;
    }
    QProcess lab;
    lab.setProgram(findLabExecutable());
    lab.setArguments(QStringList{QStringLiteral("--json"), QStringLiteral("--scenario"), m_options.scenario, QStringLiteral("--port"),
                                 QString::number(m_options.port), QStringLiteral("--seed"), QString::number(m_options.seed)}
                     + m_options.labArguments);
    lab.setStandardInputFile(QProcess::nullDevice());
    lab.setStandardOutputFile(labstate::path(), QIODevice::Append);
    lab.setStandardErrorFile(labstate::logPath(), QIODevice::Append);
    if (!lab.startDetached(&m_processId)) {
        fail({.kind = ErrorKind::Network, .message = QStringLiteral("The lab could not be started: %1").arg(lab.program())});
        return;
    }
    m_waited.start();
    m_poll.start(lookEvery);
}

void LabStartCommand::look()
{
    if (const QByteArray line = labstate::line(); !line.isEmpty()) {
        announce(line);
        return;
    }
    if (!labstate::isAlive(m_processId)) {
        fail(diagnosis());
    } else if (m_waited.elapsed() > startDeadline.count()) {
        labstate::endProcess(m_processId, true);
        fail({.kind = ErrorKind::Timeout, .message = QStringLiteral("The lab was not ready after two minutes")});
    }
}

/// Detached processes have no exit code to ask for: what the lab said last tells.
Error LabStartCommand::diagnosis() const
{
    QFile log(labstate::logPath());
    QByteArray text;
    if (log.open(QIODevice::ReadOnly))
        text = log.read(64 * 1024).trimmed();
    const QString reason = QString::fromUtf8(text.mid(text.lastIndexOf('\n') + 1).left(500));
    const bool isUsage = reason.startsWith(QStringLiteral("decklab: usage: "));
    return {.kind = isUsage ? ErrorKind::Invalid : ErrorKind::Network,
            .message = QStringLiteral("The lab could not start: %1").arg(reason.isEmpty() ? QStringLiteral("it said nothing") : reason)};
}

void LabStartCommand::announce(const QByteArray &line)
{
    m_poll.stop();
    const auto info = decodeLabInfo(line, QStringLiteral("decklab"));
    if (!info) {
        labstate::endProcess(m_processId, false);
        fail(info.error());
        return;
    }
    if (m_options.format == OutputFormat::Json)
        m_streams.print(line + '\n');
    else
        m_streams.print(QStringLiteral("lab %1 at %2, process %3\n  app id        %4\n  workspace id  %5\n"
                                       "  with secret and token: deckctl lab start --json; end it: deckctl lab stop\n")
                            .arg(info->scenario, info->endpoint.toString()).arg(info->processId).arg(info->appId, info->workspaceId));
    emit finished(ExitCode::Healthy);
}

void LabStartCommand::fail(const Error &error)
{
    m_poll.stop();
    emit finished(reportError(m_options, m_streams, error));
}

} // namespace qd
