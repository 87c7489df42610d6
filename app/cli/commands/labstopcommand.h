#pragma once

#include "clioptions.h"
#include "clistreams.h"
#include "command.h"

#include <QElapsedTimer>
#include <QTimer>

namespace qd {

/// `lab stop`: ends the lab that `lab start` left running, gently first. Healthy also when none runs.
class LabStopCommand final : public Command
{
    Q_OBJECT

public:
    LabStopCommand(const CliOptions &options, const CliStreams &streams);
    void start() override;

private:
    void look();
    void finish(const QString &state);

    const CliOptions &m_options;
    const CliStreams &m_streams;
    QTimer m_poll;
    QElapsedTimer m_waited;
    qint64 m_processId = 0;
    bool m_forced = false;
};

} // namespace qd
