#pragma once

#include "error.h"
#include "release/rollbackplan.h"

#include <optional>

namespace qd {

/// Where a rollback is. A value that view and command line show.
struct RollbackStatus {
    enum class State {
        Idle,
        Planning,   ///< reading the slots and asking what a swap would change
        Ready,      ///< the plan is made; it may still be one that cannot run
        Confirming, ///< the operator is asked
        Rechecking, ///< reading everything again, because time has passed
        Swapping,
        Unclear,    ///< no clear answer to the swap: reading the site until its true state is known
        Probing,    ///< reading what production serves now
        Watching,   ///< waiting for telemetry to tell that tasks succeed
        Done,
        Failed
    };
    State state = State::Idle;
    RollbackPlan plan;
    QList<ReleaseCheck> verification;
    std::optional<Error> error;
    QString note;           ///< one plain sentence on what happens or how it ended
    Instant began{};        ///< of the swap
    Milliseconds elapsed{0}; ///< of the operation that is watched
    int polls = 0;
    bool hasSwapped = false; ///< production serves the other version
    bool isVerified = false; ///< by the active probe
    bool canUndo = false;
    bool isResumed = false;  ///< found unfinished at the start

    [[nodiscard]] bool isBusy() const
    {
        return state != State::Idle && state != State::Ready && state != State::Done && state != State::Failed;
    }
    /// The site may be changing: nothing else may be started.
    [[nodiscard]] bool isWriting() const { return state == State::Rechecking || state == State::Swapping || state == State::Unclear; }
    bool operator==(const RollbackStatus &) const = default;
};

/// "idle", "planning", … as JSON and tests say it.
[[nodiscard]] QString rollbackStateName(RollbackStatus::State state);

} // namespace qd
