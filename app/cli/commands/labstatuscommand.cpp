#include "commands/labstatuscommand.h"

#include "labstate.h"
#include "output/jsonwriter.h"
#include "sourceerrors.h"

namespace qd {

LabStatusCommand::LabStatusCommand(const CliOptions &options, const CliStreams &streams, const Clock &clock)
    : m_options(options), m_streams(streams), m_clock(clock)
{
}

void LabStatusCommand::start()
{
    const auto running = labstate::running();
    if (!running) {
        QMetaObject::invokeMethod(this, [this] { finish(QStringLiteral("none")); }, Qt::QueuedConnection);
        return;
    }
    m_lab = *running;
    m_session = makeLabSession(m_lab, TelemetrySchema::Classic, m_clock);
    m_session->monitor().query({.kql = QStringLiteral("requests | take 1"), .timeout = std::min(m_options.timeout, Milliseconds(10000))}, this,
                               [this](const Result<MonitorReply> &reply) { judge(reply); });
}

void LabStatusCommand::judge(const Result<MonitorReply> &reply)
{
    // A refusal is an answer too.
    const bool isAnswer = reply.has_value() || !isUnreachable(reply.error());
    finish(isAnswer ? QStringLiteral("running") : QStringLiteral("unreachable"));
}

void LabStatusCommand::finish(const QString &state)
{
    const QString endpoint = m_lab.endpoint.toString();
    if (m_options.format == OutputFormat::Json)
        m_streams.print(json::labStatus(state, endpoint, m_lab.scenario, m_lab.processId));
    else if (endpoint.isEmpty())
        m_streams.print(state + u'\n');
    else
        m_streams.print(QStringLiteral("%1: scenario %2 at %3, process %4\n").arg(state, m_lab.scenario, endpoint).arg(m_lab.processId));
    emit finished(state == QStringLiteral("running") ? ExitCode::Healthy : ExitCode::Unreachable);
}

} // namespace qd
