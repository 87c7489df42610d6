#pragma once

#include "clistreams.h"
#include "command.h"
#include "interrupts.h"

#include <QBuffer>
#include <QTimer>

#include <functional>
#include <memory>

namespace qd {

/// `query run --watch N`: runs the query again every N seconds until Ctrl+C, and prints what has changed: on a terminal
/// the screen anew, otherwise the whole answer, and nothing when it is as before. Ends with the last run's code.
class QueryWatchCommand final : public Command
{
    Q_OBJECT

public:
    using Maker = std::function<std::unique_ptr<Command>(const CliStreams &streams)>;

    /// `streams` is borrowed; `clears`: its output is a terminal.
    QueryWatchCommand(const CliStreams &streams, Maker maker, std::chrono::seconds pause, bool clears);
    void start() override;

private:
    void run();
    void endRound(ExitCode code);

    const CliStreams &m_streams;
    const Maker m_maker;
    const bool m_clears;
    QBuffer m_out;
    QBuffer m_err;
    CliStreams m_inner;
    std::unique_ptr<Command> m_command;
    QByteArray m_last;
    ExitCode m_code = ExitCode::Healthy;
    QTimer m_timer;
    Interrupts m_interrupts;
};

} // namespace qd
