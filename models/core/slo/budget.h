#pragma once

#include "slo/evaluate.h"

namespace qd {

/// The error budget of the SLO's window.
struct ErrorBudget {
    double total = 0;                ///< what the window allows; for a calendar month projected to its end
    double spent = 0;
    double events = 0;               ///< in the window so far
    std::optional<double> remaining; ///< 1 = untouched, 0 = spent; nothing without events
};

/// `now` is the end of the window. A calendar month's budget is that of the whole month at the traffic so far, so that
/// it starts full; before the month's first minute has passed it counts as one minute old.
ErrorBudget errorBudget(const SloDefinition &definition, const SliSample &sample, Instant now);

/// Length of the budget's window; for a calendar month that of the month of `now`.
Microseconds budgetWindow(const SloDefinition &definition, Instant now);

/// Time until the budget is gone when it goes on burning at `burn`: remaining x window / burn. Nothing when it is spent
/// already, when the burn does not exceed 1, or when a calendar month ends before that.
std::optional<Microseconds> timeToExhaustion(const SloDefinition &definition, const ErrorBudget &budget, double burn, Instant now);

} // namespace qd
