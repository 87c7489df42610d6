#pragma once

#include "chaosdesk.h"
#include "guard/cliguard.h"
#include "slostore.h"
#include "slocontroller.h"
#include "sourcehealthstore.h"
#include "verbgroup.h"

namespace qd {

/// What every chaos verb works with: guard, tiles (for the abort rule) and desk on one session. GUI thread.
class CliChaos final
{
    Q_DISABLE_COPY_MOVE(CliChaos)

public:
    /// References are borrowed.
    CliChaos(const CliContext &context, Session &session, const GuardOptions &guard, const SloSettings &slo);

    [[nodiscard]] ChaosDesk &desk() { return m_desk; }
    [[nodiscard]] LocalState &state() { return m_guard.state(); }
    [[nodiscard]] SloController &tiles() { return m_tiles; }
    [[nodiscard]] const ChaosBoard &board() const { return m_store.board(); }
    [[nodiscard]] const Clock &clock() const { return m_tiles.serverClock(); }
    /// The profile names no gateway: nothing can be done.
    [[nodiscard]] std::optional<Error> misuse() const;

private:
    Session &m_session;
    CliGuard m_guard;
    SloStore m_tileStore;
    SourceHealthStore m_health;
    SystemTimers m_timers;
    SloController m_tiles;
    ChaosStore m_store;
    ChaosDesk m_desk;
};

} // namespace qd
