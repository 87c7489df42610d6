#pragma once

#include "clioptions.h"
#include "clistreams.h"
#include "command.h"

#include <QElapsedTimer>
#include <QTimer>

namespace qd {

/// `lab start`: a lab that outlives this command. Its first line, with every endpoint, id and secret, becomes the state
/// file (see labstate.h); with --json it is printed as it is.
class LabStartCommand final : public Command
{
    Q_OBJECT

public:
    LabStartCommand(const CliOptions &options, const CliStreams &streams);
    void start() override;

private:
    void launch();
    void look();
    void announce(const QByteArray &line);
    void fail(const Error &error);
    [[nodiscard]] Error diagnosis() const;

    const CliOptions &m_options;
    const CliStreams &m_streams;
    QTimer m_poll;
    QElapsedTimer m_waited;
    qint64 m_processId = 0;
};

} // namespace qd
