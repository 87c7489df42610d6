#include "commands/labstopcommand.h"

#include "labstate.h"
#include "output/jsonwriter.h"

namespace qd {

namespace {

constexpr Milliseconds stopLookEvery{50};
constexpr Milliseconds stopPatience{5000};

} // namespace

LabStopCommand::LabStopCommand(const CliOptions &options, const CliStreams &streams) : m_options(options), m_streams(streams)
{
    connect(&m_poll, &QTimer::timeout, this, &LabStopCommand::look);
}

void LabStopCommand::start()
{
    const auto running = labstate::running();
    if (!running) {
        QMetaObject::invokeMethod(this, [this] { finish(QStringLiteral("none")); }, Qt::QueuedConnection);
        return;
    }
    m_processId = running->processId;
    labstate::endProcess(m_processId, false);
    m_waited.start();
    m_poll.start(stopLookEvery);
}

void LabStopCommand::look()
{
    if (!labstate::isAlive(m_processId)) {
        m_poll.stop();
        finish(QStringLiteral("stopped"));
    } else if (m_waited.elapsed() > stopPatience.count() && !std::exchange(m_forced, true)) {
        labstate::endProcess(m_processId, true);
    }
}

void LabStopCommand::finish(const QString &state)
{
    labstate::remove();
    if (m_options.format == OutputFormat::Json)
        m_streams.print(json::labStatus(state, {}, {}, 0));
    else
        m_streams.print(state == QStringLiteral("none") ? QStringLiteral("no lab is running\n") : QStringLiteral("lab stopped\n"));
    emit finished(ExitCode::Healthy);
}

} // namespace qd
