#pragma once

#include "clioptions.h"
#include "clistreams.h"
#include "clock.h"
#include "command.h"
#include "session.h"

#include <memory>

namespace qd {

/// `lab status`: running (it answers a query), unreachable (its process lives, but no answer) or none. Healthy only when
/// running.
class LabStatusCommand final : public Command
{
    Q_OBJECT

public:
    LabStatusCommand(const CliOptions &options, const CliStreams &streams, const Clock &clock);
    void start() override;

private:
    void judge(const Result<MonitorReply> &reply);
    void finish(const QString &state);

    const CliOptions &m_options;
    const CliStreams &m_streams;
    const Clock &m_clock;
    LabInfo m_lab;
    std::unique_ptr<Session> m_session;
};

} // namespace qd
