#include "chaos/chaosrules.h"

#include "format.h"

#include <array>

namespace qd {

namespace {

constexpr double leastBurnEvents = 10;

double tasksOf(const ChaosSpec &spec, const ChaosBlast &blast)
{
    double tasks = 0;
    for (const ChaosBlast::Tenant &tenant : blast.tenants)
        if (spec.tenant == QLatin1StringView("*") || spec.tenant == tenant.name)
            tasks += tenant.tasksPerMinute;
    return tasks;
}

} // namespace

QString chaosPhaseName(ChaosPhase phase)
{
    constexpr std::array names{"planned", "starting", "running", "restoring", "verifying", "verified", "restored", "failed"};
    return QString::fromLatin1(names.at(static_cast<size_t>(phase)));
}

QString chaosVerdictName(ChaosVerdict verdict)
{
    constexpr std::array names{"open", "pass", "fail", "inconclusive"};
    return QString::fromLatin1(names.at(static_cast<size_t>(verdict)));
}

QString chaosEndingName(ChaosEnding ending)
{
    constexpr std::array names{"none", "completed", "aborted by burn", "stopped by operator", "taken over"};
    return QString::fromLatin1(names.at(static_cast<size_t>(ending)));
}

bool isStep(ChaosPhase from, ChaosPhase to)
{
    using P = ChaosPhase;
    switch (to) {
    case P::Planned: return false;
    case P::Starting: return from == P::Planned || isOver(from);
    case P::Running: return from == P::Starting;
    case P::Restoring: return from == P::Running || from == P::Starting;
    case P::Verifying: return from == P::Restoring;
    case P::Verified: return from == P::Verifying;
    case P::Restored: return from == P::Verifying || from == P::Restoring;
    case P::Failed: return from == P::Starting || from == P::Restoring;
    }
    return false;
}

std::optional<BurnExcess> burnExcess(const QList<SloTile> &tiles, double limit)
{
    std::optional<BurnExcess> worst;
    for (const SloTile &tile : tiles) {
        if (tile.readings.isEmpty())
            continue;
        const BurnReading &reading = tile.readings.first();
        const bool isOver = reading.shortBurn && *reading.shortBurn > limit && reading.shortEvents >= leastBurnEvents;
        if (isOver && (!worst || *reading.shortBurn > worst->burn))
            worst = BurnExcess{tile.id, tile.definition.title, *reading.shortBurn};
    }
    return worst;
}

ChaosVerdict chaosVerdict(const ChaosSpec &spec, const std::optional<ChaosReading> &last)
{
    if (!last || !last->value || last->events < spec.minEvents)
        return ChaosVerdict::Inconclusive;
    const bool isKept = spec.hypothesis.isAtLeast ? *last->value >= spec.hypothesis.threshold : *last->value <= spec.hypothesis.threshold;
    return isKept ? ChaosVerdict::Pass : ChaosVerdict::Fail;
}

std::optional<double> chaosValue(const ChaosHypothesis &hypothesis, const SloDefinition &definition, SliCounts counts)
{
    if (counts.total <= 0)
        return std::nullopt;
    if (hypothesis.isBurn)
        return burnRate(definition, counts);
    const double mean = counts.good / counts.total;
    return definition.kind == SliKind::Mean && definition.unit == SliUnit::PerHundred ? mean * 100 : mean;
}

QStringList chaosEffects(const ChaosSpec &spec, const ChaosBlast &blast)
{
    const double tasks = tasksOf(spec, blast);
    QStringList lines{chaosModeMeaning(spec.mode)};
    if (blast.tenants.isEmpty())
        return lines << QStringLiteral("no traffic in the last 15 minutes: whom it hits is not known");
    lines << QStringLiteral("about %1 of %2 tasks a minute, by the last 15 minutes").arg(format::number(tasks * spec.percent / 100), format::number(tasks));
    QStringList names;
    for (const ChaosBlast::Tenant &tenant : blast.tenants)
        if (spec.tenant == QLatin1StringView("*") || spec.tenant == tenant.name)
            names << tenant.name;
    if (names.isEmpty())
        return lines << QStringLiteral("%1 had no traffic in the last 15 minutes").arg(spec.tenant);
    return lines << QStringLiteral("tenants: ") + names.join(QStringLiteral(", "));
}

} // namespace qd
