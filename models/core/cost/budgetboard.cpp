#include "cost/budgetboard.h"

#include <QHash>

#include <algorithm>

namespace qd {

namespace {

using BudgetDays = std::chrono::days;
constexpr std::chrono::days forecastReach{28};
constexpr double leastImplyingRatio = 0.01;

DayRange monthDays(Instant now)
{
    const Day tomorrow = std::chrono::floor<BudgetDays>(now) + BudgetDays(1);
    return {std::chrono::floor<BudgetDays>(monthStart(now)), tomorrow};
}

DayRange forecastDays(Instant now)
{
    const DayRange month = monthDays(now);
    return {std::min(month.from, std::chrono::floor<BudgetDays>(now) - forecastReach), month.to};
}

BreakerState breakerStateOf(const QString &word)
{
    if (word == QLatin1String("ok"))
        return BreakerState::Ok;
    if (word == QLatin1String("downshift"))
        return BreakerState::Downshift;
    return word == QLatin1String("blocked") ? BreakerState::Blocked : BreakerState::Unknown;
}

BreakerState breakerStateAt(std::optional<double> share)
{
    if (!share)
        return BreakerState::Unknown;
    return *share >= blockShare ? BreakerState::Blocked : *share >= downshiftShare ? BreakerState::Downshift : BreakerState::Ok;
}

/// The newest word of every breaker.
QHash<QString, BreakerRow> breakersByTenant(const QList<BreakerRow> &rows)
{
    QHash<QString, BreakerRow> newest;
    for (const BreakerRow &row : rows)
        if (!newest.contains(row.tenant) || newest.value(row.tenant).at < row.at)
            newest.insert(row.tenant, row);
    return newest;
}

void setBudget(BudgetLine &line, const RateCard &card, const BreakerRow *breaker)
{
    line.budget = card.budget(line.tenant);
    if (!line.budget && breaker && breaker->usedRatio >= leastImplyingRatio && !line.reported.isZero()) {
        line.budget = Money::of(line.reported.amount() / breaker->usedRatio, card.currency);
        line.isImplied = true;
    }
    if (breaker)
        line.usedShare = breaker->usedRatio;
    else if (line.budget && !line.budget->isZero())
        line.usedShare = line.spent.amount() / line.budget->amount();
    line.state = breaker ? breakerStateOf(breaker->state) : breakerStateAt(line.usedShare);
    line.isStateReported = breaker && line.state != BreakerState::Unknown;
    if (!line.isStateReported)
        line.state = breakerStateAt(line.usedShare);
}

QStringList budgetTenants(const Chargeback &month, const RateCard &card, const QHash<QString, BreakerRow> &breakers)
{
    QStringList tenants = breakers.keys();
    for (const SpendLine &line : month.tenants)
        tenants.append(line.key);
    for (const TenantBudget &budget : card.budgets)
        tenants.append(budget.tenant);
    tenants.sort();
    tenants.removeDuplicates();
    return tenants;
}

} // namespace

QString breakerStateName(BreakerState state)
{
    switch (state) {
    case BreakerState::Ok: return QStringLiteral("ok");
    case BreakerState::Downshift: return QStringLiteral("downshift");
    case BreakerState::Blocked: return QStringLiteral("blocked");
    case BreakerState::Unknown: break;
    }
    return QStringLiteral("unknown");
}

QList<BudgetLine> budgetBoard(const UsageReport &report, const RateCard &card, Instant now)
{
    const Chargeback month = chargeBack(report, card, monthDays(now));
    const QHash<QString, BreakerRow> breakers = breakersByTenant(report.breakers);
    const Money nothing = Money::of(0, card.currency);
    QList<BudgetLine> board;
    for (const QString &tenant : budgetTenants(month, card, breakers)) {
        const auto spend = std::ranges::find(month.tenants, tenant, &SpendLine::key);
        BudgetLine line{.tenant = tenant, .spent = nothing, .reported = nothing, .resets = nextMonthStart(now)};
        if (spend != month.tenants.cend()) {
            line.spent += spend->priced;
            line.reported += spend->reported;
        }
        const auto breaker = breakers.constFind(tenant);
        setBudget(line, card, breaker == breakers.cend() ? nullptr : &*breaker);
        line.forecast = forecastSpend(dailySpend(report, card, tenant, forecastDays(now)), now, line.budget);
        board.append(line);
    }
    std::ranges::stable_sort(board, [](const BudgetLine &one, const BudgetLine &other) {
        return one.usedShare.value_or(-1) > other.usedShare.value_or(-1);
    });
    return board;
}

BudgetLine fleetBudget(const UsageReport &report, const RateCard &card, const QList<BudgetLine> &tenants, Instant now)
{
    BudgetLine fleet{.spent = Money::of(0, card.currency), .reported = Money::of(0, card.currency), .resets = nextMonthStart(now)};
    Money budgets = Money::of(0, card.currency);
    bool hasAll = !tenants.isEmpty();
    for (const BudgetLine &line : tenants) {
        fleet.spent += line.spent;
        fleet.reported += line.reported;
        fleet.isImplied = fleet.isImplied || line.isImplied;
        hasAll = hasAll && line.budget;
        if (line.budget)
            budgets += *line.budget;
    }
    if (hasAll) {
        fleet.budget = budgets;
        fleet.usedShare = fleet.spent.amount() / budgets.amount();
        fleet.state = breakerStateAt(fleet.usedShare);
    }
    QList<DailySpend> days = dailySpend(report, card, {}, forecastDays(now));
    fleet.forecast = forecastSpend(days, now, fleet.budget);
    return fleet;
}

} // namespace qd
