#pragma once

#include "clioptions.h"
#include "clistreams.h"
#include "command.h"
#include "slocontroller.h"
#include "slostore.h"
#include "sourcehealthstore.h"

namespace qd {

/// `slo explain ID`: the definition, the KQL that was asked, the burn windows and the verdict of one SLO.
class SloExplainCommand final : public Command
{
    Q_OBJECT

public:
    /// `settings` holds the one definition to explain. References are borrowed.
    SloExplainCommand(const CliOptions &options, const CliStreams &streams, MonitorConnector &monitor, const Clock &clock,
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
