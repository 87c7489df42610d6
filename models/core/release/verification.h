#pragma once

#include "release/releasequery.h"
#include "release/rollbackplan.h"

namespace qd {

/// What an active probe saw after the swap.
struct ProbeReading {
    SlotSite site;         ///< production
    SlotSettings settings;  ///< of production
};

/// Site state, the swap as the service remembers it, what production is set to now, availability. `since`: when the swap
/// was begun, by the service's clock.
[[nodiscard]] QList<ReleaseCheck> judgeProbe(const ProbeReading &reading, const RollbackPlan &plan, Instant since);

/// Task success since the swap: Fail when chance does not explain the failures, that is when tasks that just meet the
/// objective would fail as often in less than one of a thousand readings of this size (upper tail of the binomial
/// distribution). Waiting while there are too few tasks, or too few to tell; `now` by the service's clock, for the lag.
[[nodiscard]] ReleaseCheck judgeRecovery(const RecoveryReading &reading, const ReleaseObjective &objective, Instant now);

} // namespace qd
