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

TileState tileState(const SloDefinition &definition, const TileFacts &facts)
{
    if (isFiring(facts.readings, BurnSeverity::Page))
        return TileState::Critical;
    if (facts.budget.events <= 0 && !facts.newest)
        return TileState::NoData;
    if (isSourceStale(definition, facts))
        return TileState::Stale;
    if (isFiring(facts.readings, BurnSeverity::Ticket) || isBudgetSpent(definition, facts.budget))
        return TileState::Warning;
    return facts.lastHourEvents <= 0 ? TileState::NoTraffic : TileState::Ok;
}

} // namespace qd
