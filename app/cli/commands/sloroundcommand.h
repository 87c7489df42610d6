#pragma once

#include "clioptions.h"
#include "clistreams.h"
#include "command.h"
#include "slocontroller.h"
#include "slostore.h"
#include "sourcehealthstore.h"

namespace qd {

/// What the `slo` verbs share: one refresh of the tiles; a failure is reported, an answer is told by the verb.
class SloRoundCommand : public Command
{
    Q_OBJECT

public:
    /// References are borrowed.
    SloRoundCommand(const CliOptions &options, const CliStreams &streams, MonitorConnector &monitor, const Clock &clock,
                    SloSettings settings, const TimeRange &range);
    void start() override;

protected:
    /// Prints the round's tiles and says what they mean for the exit code.
    virtual ExitCode tell() = 0;
    [[nodiscard]] const SloController &controller() const { return m_controller; }
    [[nodiscard]] const SourceHealthStore &health() const { return m_health; }
    [[nodiscard]] const CliStreams &streams() const { return m_streams; }
    [[nodiscard]] bool isJson() const { return m_options.format == OutputFormat::Json; }

private:
    void onRound(bool isSuccess);

    const CliOptions &m_options;
    const CliStreams &m_streams;
    SloStore m_store;
    SourceHealthStore m_health;
    SloController m_controller;
};

} // namespace qd
