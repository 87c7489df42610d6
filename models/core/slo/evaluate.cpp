#include "slo/evaluate.h"

#include "slo/budget.h"
#include "slo/burnrate.h"
#include "slo/sentence.h"
#include "slo/state.h"

namespace qd {

namespace {

/// A long window may remember an incident that is over; only what burns in the short window too is a present rate.
std::optional<double> presentBurn(const SloDefinition &definition, const BurnReading *worst)
{
    if (!worst || worst->shortBurn.value_or(0) <= 1 || worst->longEvents < definition.minEvents)
        return std::nullopt;
    return worst->longBurn;
}

bool wasRefreshed(const SloTile &tile) { return tile.asOf != Instant{}; }

TileState stateOfError(const Error &error)
{
    const bool isDenied = error.kind == ErrorKind::Forbidden || error.kind == ErrorKind::Unauthorized;
    return isDenied ? TileState::NoPermission : TileState::QueryError;
}

} // namespace

SloTile evaluateSlo(const SloDefinition &definition, const SliSample &sample, Instant now)
{
    const TileFacts facts{.readings = burnReadings(definition, sample),
                          .budget = errorBudget(definition, sample, now),
                          .lastHourEvents = windowCounts(sample, std::chrono::hours(1)).value_or(SliCounts{}).total,
                          .newest = sample.newest,
                          .sourceNewest = sample.sourceNewest,
                          .now = now};
    SloTile tile{.id = definition.id, .definition = definition};
    tile.value = definition.kind == SliKind::Percentile ? sample.percentileValue : sliValue(definition, sample.range);
    tile.events = sample.range.total;
    tile.budgetRemaining = facts.budget.remaining;
    tile.budgetTotal = facts.budget.total;
    tile.budgetSpent = facts.budget.spent;
    tile.readings = facts.readings;
    const BurnReading *worst = worstReading(tile.readings);
    tile.burn = worst ? worst->longBurn : std::nullopt;
    if (const auto burn = presentBurn(definition, worst))
        tile.exhaustion = timeToExhaustion(definition, facts.budget, *burn, now);
    tile.series = sample.series;
    tile.asOf = now;
    tile.newest = sample.sourceNewest;
    tile.state = tileState(definition, facts);
    tile.sentence = tileSentence(tile, facts);
    return tile;
}

SloTile withError(const SloTile &last, const Error &error, Instant now, Microseconds staleAfterRefresh)
{
    SloTile tile = last;
    tile.error = error;
    if (!wasRefreshed(last)) {
        tile.state = stateOfError(error);
        tile.sentence = errorSentence(tile.state, error, std::nullopt);
    } else if (now - last.asOf > staleAfterRefresh) {
        tile.state = TileState::Stale;
        tile.sentence = errorSentence(tile.state, error, now - last.asOf);
    }
    return tile;
}

SloTile withAge(const SloTile &last, Instant now, Microseconds staleAfterRefresh)
{
    if (!wasRefreshed(last) || now - last.asOf <= staleAfterRefresh)
        return last;
    if (last.error)
        return withError(last, *last.error, now, staleAfterRefresh);
    SloTile tile = last;
    tile.state = TileState::Stale;
    tile.sentence = unrefreshedSentence(now - last.asOf);
    return tile;
}

} // namespace qd
