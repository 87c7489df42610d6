#include "commands/sloexplaincommand.h"

#include "output/errorreport.h"
#include "output/explaintext.h"
#include "output/jsonwriter.h"

namespace qd {

SloExplainCommand::SloExplainCommand(const CliOptions &options, const CliStreams &streams, MonitorConnector &monitor,
                                     const Clock &clock, SloSettings settings, const TimeRange &range)
    : m_options(options), m_streams(streams), m_controller(monitor, m_store, m_health, clock, std::move(settings))
{
    m_controller.setRange(range);
    connect(&m_controller, &SloController::roundFinished, this, &SloExplainCommand::report);
}

void SloExplainCommand::start() { m_controller.refresh(); }

void SloExplainCommand::report(bool isSuccess)
{
    if (!isSuccess) {
        emit finished(reportError(m_options, m_streams, *m_controller.lastError()));
        return;
    }
    const SloTile &tile = m_controller.tiles().constFirst();
    if (m_options.format == OutputFormat::Json)
        m_streams.print(json::sloExplain({m_controller.range(), m_controller.span(), m_controller.serverClock().now(), {tile}, {}},
                                         m_controller.queries()));
    else
        m_streams.print(explainText(tile, m_controller.range().text(), m_controller.queries()));
    emit finished(tile.state == TileState::Critical ? ExitCode::Critical : ExitCode::Healthy);
}

} // namespace qd
