#pragma once

#include "clock.h"
#include "error.h"
#include "slo/slotile.h"

#include <optional>
#include <vector>

namespace qd {

/// The history behind one SLO: what its detail view draws besides the tile. A value.
struct SloDetail {
    /// Loading: nothing to show yet. Ready: the history is there; `error` says when a later refresh failed.
    /// Failed: nothing to show, and why.
    enum class State { Closed, Loading, Ready, Failed };

    SloId id;
    State state = State::Closed;
    std::vector<SliPoint> series;   ///< the SLI over the budget window, in the SLI's unit, oldest first
    std::vector<SliPoint> burnDown; ///< remaining budget over the same window, 1 = untouched
    std::optional<Instant> asOf;    ///< last success
    std::optional<Error> error;
    bool operator==(const SloDetail &) const = default;
};

} // namespace qd
