#include "slo/burnrate.h"

#include <algorithm>
#include <tuple>

namespace qd {

namespace {

/// Units of the target per unit of good / total: a rate per hundred is stored as a plain ratio.
double burnScale(const SloDefinition &definition) { return definition.unit == SliUnit::PerHundred ? 100 : 1; }

BudgetUse meanUse(const SloDefinition &definition, SliCounts counts)
{
    const double scale = burnScale(definition);
    if (definition.better == BetterIs::Lower)
        return {.allowed = definition.target / scale * counts.total, .spent = std::max(0.0, counts.good)};
    return {.allowed = (definition.best - definition.target) / scale * counts.total,
            .spent = std::max(0.0, definition.best / scale * counts.total - counts.good)};
}

double allowedShare(const SloDefinition &definition)
{
    return definition.kind == SliKind::Percentile ? 1 - definition.percentile / 100 : 1 - definition.target;
}

BurnReading burnReading(const SloDefinition &definition, const SliSample &sample, const BurnPair &pair)
{
    const SliCounts longCounts = windowCounts(sample, pair.longWindow).value_or(SliCounts{});
    const SliCounts shortCounts = windowCounts(sample, pair.shortWindow).value_or(SliCounts{});
    BurnReading reading{.pair = pair,
                        .longBurn = burnRate(definition, longCounts),
                        .shortBurn = burnRate(definition, shortCounts),
                        .longEvents = longCounts.total,
                        .shortEvents = shortCounts.total};
    // 14.4 computed as 0.144 / 0.01 must count as 14.4.
    const double factor = pair.factor * (1 - 1e-9);
    const bool isOver = reading.longBurn.value_or(0) >= factor && reading.shortBurn.value_or(0) >= factor;
    reading.isLowTraffic = isOver && longCounts.total < definition.minEvents;
    reading.isFiring = isOver && !reading.isLowTraffic;
    return reading;
}

auto burnRank(const BurnReading &reading)
{
    const bool isPage = reading.pair.severity == BurnSeverity::Page;
    const double ratio = reading.longBurn ? *reading.longBurn / reading.pair.factor : -1;
    return std::tuple(reading.isFiring, reading.isFiring && isPage, ratio);
}

} // namespace

BudgetUse budgetUse(const SloDefinition &definition, SliCounts counts)
{
    if (definition.kind == SliKind::Mean)
        return meanUse(definition, counts);
    return {.allowed = allowedShare(definition) * counts.total, .spent = std::max(0.0, counts.total - counts.good)};
}

std::optional<double> burnRate(const SloDefinition &definition, SliCounts counts)
{
    const BudgetUse use = budgetUse(definition, counts);
    if (counts.total <= 0 || use.allowed <= 0)
        return std::nullopt;
    return use.spent / use.allowed;
}

std::optional<double> sliValue(const SloDefinition &definition, SliCounts counts)
{
    if (counts.total <= 0 || definition.kind == SliKind::Percentile)
        return std::nullopt;
    return counts.good / counts.total * burnScale(definition);
}

std::optional<SliCounts> windowCounts(const SliSample &sample, std::chrono::minutes window)
{
    for (const auto &[length, counts] : sample.windows)
        if (length == window)
            return counts;
    return std::nullopt;
}

QList<BurnReading> burnReadings(const SloDefinition &definition, const SliSample &sample)
{
    QList<BurnReading> readings;
    for (const BurnPair &pair : definition.burnPairs)
        readings.append(burnReading(definition, sample, pair));
    return readings;
}

const BurnReading *worstReading(const QList<BurnReading> &readings)
{
    const auto worst = std::ranges::max_element(readings, {}, burnRank);
    return worst == readings.cend() ? nullptr : &*worst;
}

} // namespace qd
