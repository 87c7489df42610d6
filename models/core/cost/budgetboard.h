#pragma once

#include "cost/forecast.h"

namespace qd {

/// What the budget breaker does to a tenant.
enum class BreakerState { Unknown, Ok, Downshift, Blocked };

/// "ok", "downshift", "blocked", "unknown".
QString breakerStateName(BreakerState state);

inline constexpr double downshiftShare = 0.8; ///< from here on calls go to a cheaper model
inline constexpr double blockShare = 1.0;     ///< from here on calls are refused

/// One tenant's month.
struct BudgetLine {
    QString tenant;                  ///< empty: telemetry does not say
    Money spent;                     ///< priced by the card, month to date
    Money reported;                  ///< by the agents
    std::optional<Money> budget;
    bool isImplied = false;          ///< the budget is not in our card: it follows from the agents' own ratio
    std::optional<double> usedShare; ///< the agents' own ratio, else spent / budget
    BreakerState state = BreakerState::Unknown;
    bool isStateReported = false;    ///< the agents say so; else it follows from usedShare
    SpendForecast forecast;
    Instant resets{};
    bool operator==(const BudgetLine &) const = default;
};

/// A line per tenant that has spend, a budget or a breaker, nearest to its limit first. `report` reaches back before
/// the month, if it can, for the forecast.
QList<BudgetLine> budgetBoard(const UsageReport &report, const RateCard &card, Instant now);

/// The whole fleet against the sum of the budgets (nothing, when a tenant has none).
BudgetLine fleetBudget(const UsageReport &report, const RateCard &card, const QList<BudgetLine> &tenants, Instant now);

} // namespace qd
