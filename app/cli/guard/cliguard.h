#pragma once

#include "guard/terminalconfirm.h"
#include "leasedguard.h"
#include "localstate/localstate.h"
#include "session.h"

namespace qd {

/// deckctl's guard with all it needs: the user's audit log, the answer from the options or the terminal. A member of
/// each command that writes, declared before what uses it. GUI thread.
class CliGuard final
{
    Q_DISABLE_COPY_MOVE(CliGuard)

public:
    /// References are borrowed.
    CliGuard(const CliStreams &streams, const Clock &clock, const SessionProfile &profile, const GuardOptions &options);

    [[nodiscard]] LeasedGuard &guard() { return m_guard; }
    [[nodiscard]] LocalState &state() { return m_state; }

private:
    LocalState m_state;
    SystemTimers m_timers;
    TerminalConfirm m_confirm;
    LeasedGuard m_guard;
};

} // namespace qd
