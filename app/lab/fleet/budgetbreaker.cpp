#include "fleet/budgetbreaker.h"

namespace qd::lab {

namespace {

std::chrono::year_month monthOf(Instant at)
{
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(at));
    return day.year() / day.month();
}

/// How much of its month has passed at `at`, 0 to 1.
double elapsedShareOfMonth(Instant at)
{
    const std::chrono::sys_days first = monthOf(at) / 1;
    const std::chrono::sys_days next = (monthOf(at) + std::chrono::months(1)) / 1;
    return std::chrono::duration<double>(at - first) / std::chrono::duration<double>(next - first);
}

} // namespace

const char *budgetStateName(BudgetState state)
{
    switch (state) {
    case BudgetState::Ok: return "ok";
    case BudgetState::Downshift: return "downshift";
    case BudgetState::Blocked: return "blocked";
    }
    return "ok";
}

BudgetBreaker::BudgetBreaker(const Scenario &scenario, Instant start)
    : m_scenario(scenario)
    , m_month(monthOf(start))
    , m_accounts(scenario.tenants.size())
{
    for (size_t i = 0; i < m_accounts.size(); ++i) {
        const TenantSpec &tenant = scenario.tenants[i];
        m_accounts[i].budget = tenant.monthBudgetUsd;
        m_accounts[i].spent = tenant.monthBudgetUsd * tenant.typicalUse * elapsedShareOfMonth(start);
        (void)review(i);
    }
}

double BudgetBreaker::usedRatio(size_t tenant) const
{
    return m_accounts[tenant].spent / m_accounts[tenant].budget;
}

std::optional<BudgetTransition> BudgetBreaker::setBudget(size_t tenant, double usd)
{
    m_accounts[tenant].budget = usd;
    return review(tenant);
}

std::optional<BudgetTransition> BudgetBreaker::charge(size_t tenant, double usd)
{
    m_accounts[tenant].spent += usd;
    return review(tenant);
}

std::vector<BudgetTransition> BudgetBreaker::startMonth(Instant at)
{
    std::vector<BudgetTransition> transitions;
    if (monthOf(at) == m_month)
        return transitions;
    m_month = monthOf(at);
    for (size_t i = 0; i < m_accounts.size(); ++i) {
        m_accounts[i].spent = 0;
        if (const std::optional<BudgetTransition> transition = review(i))
            transitions.push_back(*transition);
    }
    return transitions;
}

std::optional<BudgetTransition> BudgetBreaker::review(size_t tenant)
{
    Account &account = m_accounts[tenant];
    const double ratio = usedRatio(tenant);
    const BudgetState previous = account.state;
    account.state = ratio >= m_scenario.blockRatio       ? BudgetState::Blocked
                    : ratio >= m_scenario.downshiftRatio ? BudgetState::Downshift
                                                         : BudgetState::Ok;
    if (account.state == previous)
        return std::nullopt;
    return BudgetTransition{tenant, account.state, previous};
}

} // namespace qd::lab
