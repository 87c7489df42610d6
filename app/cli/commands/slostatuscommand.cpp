#include "commands/slostatuscommand.h"

#include "output/errorreport.h"
#include "output/jsonwriter.h"
#include "slotabletext.h"
#include "slotileorder.h"

#include <algorithm>

namespace qd {

SloStatusCommand::SloStatusCommand(const CliOptions &options, const CliStreams &streams, MonitorConnector &monitor,
                                   const Clock &clock, SloSettings settings, const TimeRange &range)
    : m_options(options), m_streams(streams), m_controller(monitor, m_store, m_health, clock, std::move(settings))
{
    m_controller.setRange(range);
    connect(&m_controller, &SloController::roundFinished, this, &SloStatusCommand::report);
}

void SloStatusCommand::start() { m_controller.refresh(); }

void SloStatusCommand::report(bool isSuccess)
{
    if (!isSuccess) {
        emit finished(reportError(m_options, m_streams, *m_controller.lastError()));
        return;
    }
    const QList<SloTile> tiles = worstFirst(m_controller.tiles());
    const Instant now = m_controller.serverClock().now();
    if (m_options.format == OutputFormat::Json)
        m_streams.print(json::sloStatus({m_controller.range(), m_controller.span(), now, tiles, m_health.sources()}));
    else
        m_streams.print(sloTableText(tiles, now));
    for (const SourceHealth &source : m_health.sources())
        if (!source.warning.isEmpty())
            m_streams.complain(QStringLiteral("warning: ") + source.warning);
    const bool isCritical = std::ranges::any_of(tiles, [](const SloTile &tile) { return tile.state == TileState::Critical; });
    emit finished(isCritical ? ExitCode::Critical : ExitCode::Healthy);
}

} // namespace qd
