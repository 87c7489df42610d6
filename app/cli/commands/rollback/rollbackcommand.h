#pragma once

#include "clioptions.h"
#include "clistreams.h"
#include "command.h"
#include "guard/cliguard.h"
#include "rollbackflow.h"
#include "session.h"

#include <optional>

namespace qd {

/// What `deckctl rollback` is asked to do.
struct RollbackRequest {
    enum class Verb { Board, Plan, Run, Undo };
    Verb verb = Verb::Board;
    std::optional<SlotName> to; ///< nothing: the last known good slot
    GuardOptions guard;
};

/// `rollback board|plan|run|undo`. A plan that is refused, and a rollback that failed, end with Critical; what kept the
/// service from answering ends with its own code.
class RollbackCommand final : public Command
{
    Q_OBJECT

public:
    /// References are borrowed.
    RollbackCommand(const CliOptions &options, const CliStreams &streams, Session &session, const Clock &clock, SloSettings slo,
                    RollbackRequest request);
    void start() override;

private:
    void begin();
    void onBoard(const Result<SlotBoardReading> &reading);
    void onChanged();
    void onReady();
    void onEnded();
    void printPlan() const;
    void end(ExitCode code);
    void fail(const Error &error);
    [[nodiscard]] bool isJson() const { return m_options.format == OutputFormat::Json; }

    const CliOptions &m_options;
    const CliStreams &m_streams;
    Session &m_session;
    const SloSettings m_slo;
    const RollbackRequest m_request;
    SystemTimers m_timers;
    CliGuard m_guard;
    RollbackLoader m_loader;
    RollbackFlow m_flow;
    QString m_lastNote;
    bool m_hasStarted = false;
    bool m_hasEnded = false;
};

} // namespace qd
