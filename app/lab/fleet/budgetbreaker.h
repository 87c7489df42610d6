#pragma once

#include "clock.h"
#include "fleet/scenario.h"

#include <optional>
#include <vector>

namespace qd::lab {

enum class BudgetState { Ok, Downshift, Blocked };

/// The state as the metric dimension spells it: ok, downshift, blocked.
[[nodiscard]] const char *budgetStateName(BudgetState state);

/// A tenant's breaker moved from one state to another.
struct BudgetTransition {
    size_t tenant = 0;
    BudgetState state = BudgetState::Ok;
    BudgetState previous = BudgetState::Ok;
};

/// Counts every tenant's spend in the UTC calendar month against its budget: from `downshiftRatio` on a cheaper model
/// answers, from `blockRatio` on nothing does. Borrows the scenario.
class BudgetBreaker
{
public:
    /// The month up to `start` was spent as `typicalUse` says.
    BudgetBreaker(const Scenario &scenario, Instant start);

    [[nodiscard]] BudgetState state(size_t tenant) const { return m_accounts[tenant].state; }
    [[nodiscard]] double usedRatio(size_t tenant) const;
    /// Adds spend in USD.
    std::optional<BudgetTransition> charge(size_t tenant, double usd);
    /// Changes the tenant's month budget; USD, above zero.
    std::optional<BudgetTransition> setBudget(size_t tenant, double usd);
    /// Starts the counters anew when `at` is in another month than the last call's.
    std::vector<BudgetTransition> startMonth(Instant at);

private:
    struct Account {
        double spent = 0;
        double budget = 0;
        BudgetState state = BudgetState::Ok;
    };

    [[nodiscard]] std::optional<BudgetTransition> review(size_t tenant);

    const Scenario &m_scenario;
    std::chrono::year_month m_month;
    std::vector<Account> m_accounts;
};

} // namespace qd::lab
