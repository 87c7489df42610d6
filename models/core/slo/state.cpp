#include "slo/state.h"

#include <algorithm>

namespace qd {

namespace {

bool isFiring(const QList<BurnReading> &readings, BurnSeverity severity)
{
    return std::ranges::any_of(readings, [severity](const BurnReading &reading) {
        return reading.isFiring && reading.pair.severity == severity;
    });
}

/// The rate that both windows of the first pair show; nothing with too few events to judge.
std::optional<double> freshestBurn(const SloDefinition &definition, const QList<BurnReading> &readings)
{
    if (readings.isEmpty() || readings.first().longEvents < definition.minEvents)
        return std::nullopt;
    const BurnReading &first = readings.first();
    return std::min(first.longBurn.value_or(0), first.shortBurn.value_or(0));
}

} // namespace

bool isSourceStale(const SloDefinition &definition, const TileFacts &facts)
{
    return !facts.sourceNewest || facts.now - *facts.sourceNewest > definition.staleAfter;
}

bool isBudgetSpent(const SloDefinition &definition, const ErrorBudget &budget)
{
    constexpr double rounding = 1e-9; // 10 of 1000 at 99 % is exactly spent, whatever binary fractions say
    return budget.remaining && *budget.remaining <= rounding && budget.events >= definition.minEvents;
}

bool isBudgetGoingFast(const SloDefinition &definition, const QList<BurnReading> &readings, const ErrorBudget &budget, Instant now)
{
    constexpr int share = 10;
    const auto burn = freshestBurn(definition, readings);
    const auto left = burn ? timeToExhaustion(definition, budget, *burn, now) : std::nullopt;
    return left && *left <= budgetWindow(definition, now) / share;
}

TileState tileState(const SloDefinition &definition, const TileFacts &facts)
{
    if (isFiring(facts.readings, BurnSeverity::Page))
        return TileState::Critical;
    if (facts.budget.events <= 0 && !facts.newest)
        return TileState::NoData;
    if (isSourceStale(definition, facts))
        return TileState::Stale;
    if (isFiring(facts.readings, BurnSeverity::Ticket) || isBudgetSpent(definition, facts.budget)
        || isBudgetGoingFast(definition, facts.readings, facts.budget, facts.now))
        return TileState::Warning;
    return facts.lastHourEvents <= 0 ? TileState::NoTraffic : TileState::Ok;
}

} // namespace qd
