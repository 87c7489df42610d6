#include "change/changerank.h"

#include "slo/burnrate.h"

#include <algorithm>
#include <cmath>

namespace qd {

namespace {

constexpr size_t peakBins = 5;
constexpr double halfLifeMinutes = 30;
constexpr double proximityShare = 0.75;
constexpr int toleranceBins = 2;

double kindWeight(ChangeKind kind)
{
    switch (kind) {
    case ChangeKind::PromptVersion:
    case ChangeKind::Deployment:
    case ChangeKind::SlotSwap:
    case ChangeKind::Chaos: return 1;
    case ChangeKind::Policy:
    case ChangeKind::Allowlist: return 0.9;
    case ChangeKind::SiteSettings: return 0.8;
    case ChangeKind::Budget: return 0.5;
    case ChangeKind::Other: break;
    }
    return 0.4;
}

/// What one bin allows and spends. A percentile has no counts: its value stands for them.
BudgetUse binUse(const SloDefinition &definition, const SliPoint &point)
{
    if (!point.value || !std::isfinite(*point.value) || point.events <= 0)
        return {};
    if (definition.kind == SliKind::Percentile)
        return {.allowed = point.events * definition.target, .spent = point.events * *point.value};
    return budgetUse(definition, {.good = *point.value * point.events, .total = point.events});
}

double peakBurn(const std::vector<BudgetUse> &bins)
{
    double peak = 0;
    for (size_t first = 0; first < bins.size(); ++first) {
        BudgetUse sum;
        size_t last = first;
        for (; last < bins.size() && last < first + peakBins; ++last) {
            sum.allowed += bins[last].allowed;
            sum.spent += bins[last].spent;
        }
        const bool isWhole = last - first == std::min(peakBins, bins.size());
        if (isWhole && sum.allowed > 0)
            peak = std::max(peak, sum.spent / sum.allowed);
    }
    return peak;
}

struct BinRun {
    size_t first = 0;
    size_t last = 0;
    double sum = 0;
};

/// The run with the greatest sum of what was spent over `rate` (Kadane).
BinRun worstRun(const std::vector<BudgetUse> &bins, double rate)
{
    BinRun best;
    double sum = 0;
    size_t first = 0;
    for (size_t i = 0; i < bins.size(); ++i) {
        if (sum <= 0) {
            sum = 0;
            first = i;
        }
        sum += bins[i].spent - rate * bins[i].allowed;
        if (sum > best.sum)
            best = {first, i, sum};
    }
    return best;
}

QString spanWords(Microseconds span)
{
    const auto minutes = std::chrono::round<std::chrono::minutes>(span).count();
    if (minutes < 1)
        return QStringLiteral("under a minute");
    if (minutes < 120)
        return QStringLiteral("%1 min").arg(minutes);
    return minutes < 48 * 60 ? QStringLiteral("%1 h").arg((minutes + 30) / 60) : QStringLiteral("%1 d").arg((minutes + 720) / 1440);
}

/// The share of the burn for which the change was in force.
double overlapOf(const Change &change, const BurnSpell &burn)
{
    const Instant from = std::max(change.at, burn.from);
    const Instant to = std::min(change.end.value_or(burn.to), burn.to);
    const Microseconds length = std::max(burn.to - burn.from, Microseconds(1));
    return std::clamp(static_cast<double>((to - from).count()) / static_cast<double>(length.count()), 0.0, 1.0);
}

QString overlapWords(const Change &change, double overlap)
{
    const bool lasts = change.end || change.isOngoing;
    return lasts ? QStringLiteral("; on for %1 % of the burn").arg(std::lround(overlap * 100)) : QString();
}

RankedChange rankOne(const Change &change, const BurnSpell &burn)
{
    const Microseconds lead = burn.from - change.at;
    if (-lead > burn.step * toleranceBins)
        return {change, 0, QStringLiteral("%1 after the burn began: it did not begin it").arg(spanWords(-lead))};
    const double minutes = std::max(0.0, std::chrono::duration<double, std::ratio<60>>(lead).count());
    const double overlap = overlapOf(change, burn);
    const double proximity = std::exp2(-minutes / halfLifeMinutes);
    const double score = kindWeight(change.kind) * proximity * (proximityShare + (1 - proximityShare) * overlap);
    const QString when = minutes < 1 ? QStringLiteral("as the burn began") : QStringLiteral("%1 before the burn began").arg(spanWords(lead));
    return {change, score, when % overlapWords(change, overlap)};
}

} // namespace

std::optional<BurnSpell> burnSpell(const SloDefinition &definition, const std::vector<SliPoint> &series)
{
    std::vector<BudgetUse> bins;
    for (const SliPoint &point : series)
        bins.push_back(binUse(definition, point));
    if (bins.size() < 2)
        return std::nullopt;
    const double peak = peakBurn(bins);
    if (peak <= 1)
        return std::nullopt;
    const BinRun run = worstRun(bins, std::max(1.0, peak / 2));
    if (run.sum <= 0 || run.last == run.first)
        return std::nullopt;
    const Microseconds step = series[1].at - series[0].at;
    return BurnSpell{.from = series[run.first].at, .to = series[run.last].at + step, .step = step};
}

QList<RankedChange> rankChanges(const QList<Change> &changes, const std::optional<BurnSpell> &burn, Instant now)
{
    QList<RankedChange> ranked;
    for (const Change &change : changes) {
        if (burn)
            ranked.append(rankOne(change, *burn));
        else
            ranked.append({change, 0, QStringLiteral("%1 ago; nothing burns in this range").arg(spanWords(std::max(Microseconds(0), now - change.at)))});
    }
    std::ranges::stable_sort(ranked, [](const RankedChange &one, const RankedChange &other) {
        return one.score != other.score ? one.score > other.score : one.change.at > other.change.at;
    });
    return ranked;
}

} // namespace qd
