#pragma once

#include "clioptions.h"
#include "clistreams.h"
#include "command.h"
#include "slocontroller.h"
#include "slostore.h"
#include "sourcehealthstore.h"

namespace qd {

/// `slo status`: one refresh of all tiles, printed worst first. Healthy, Critical, or what kept it from answering.
class SloStatusCommand final : public Command
{
    Q_OBJECT

public:
    /// References are borrowed.
    SloStatusCommand(const CliOptions &options, const CliStreams &streams, MonitorConnector &monitor, const Clock &clock,
                     SloSettings settings, const TimeRange &range);
    void start() override;

private:
    void report(bool isSuccess);

    const CliOptions &m_options;
    const CliStreams &m_streams;
    SloStore m_store;
    SourceHealthStore m_health;
    SloController m_controller;
};

} // namespace qd
