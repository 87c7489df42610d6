#include "commands/sloroundcommand.h"

#include "output/errorreport.h"

namespace qd {

SloRoundCommand::SloRoundCommand(const CliOptions &options, const CliStreams &streams, MonitorConnector &monitor, const Clock &clock,
                                 SloSettings settings, const TimeRange &range)
    : m_options(options), m_streams(streams), m_controller(monitor, m_store, m_health, clock, std::move(settings))
{
    m_controller.setRange(range);
    connect(&m_controller, &SloController::roundFinished, this, &SloRoundCommand::onRound);
}

void SloRoundCommand::start() { m_controller.refresh(); }

void SloRoundCommand::onRound(bool isSuccess)
{
    emit finished(isSuccess ? tell() : reportError(m_options, m_streams, *m_controller.lastError()));
}

} // namespace qd
