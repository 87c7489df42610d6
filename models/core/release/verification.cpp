#include "release/verification.h"

#include "format.h"

#include <cmath>

namespace qd {

namespace {

using CheckState = ReleaseCheck::State;

/// A verdict that is wrong less often than this is no accident.
constexpr double leastLikely = 0.001;

/// The service notes a swap when it is done, by its own clock; ours may differ by this much.
constexpr Seconds clockTolerance{120};

ReleaseCheck probed(const char *id, const char *title, bool isGood, const QString &reason)
{
    return {.id = QLatin1String(id), .title = QLatin1String(title), .state = isGood ? CheckState::Pass : CheckState::Fail, .reason = reason};
}

ReleaseCheck probeSwap(const SlotSite &site, const RollbackPlan &plan, Instant since)
{
    const bool isOurs = site.lastSwap && site.lastSwap->at + clockTolerance >= since
        && (isSameSlot(site.lastSwap->source, plan.source) || isSameSlot(site.lastSwap->destination, plan.source));
    const QString told = site.lastSwap ? QStringLiteral("%1 into %2 at %3").arg(site.lastSwap->source.value, site.lastSwap->destination.value,
                                                                               format::timestamp(site.lastSwap->at))
                                       : QStringLiteral("The site remembers no swap");
    return probed("swap-status", "Swap recorded by the site", isOurs, told);
}

/// P(X >= bad) for X ~ B(total, share), where bad is above the mean: the terms fall from the first.
double upperTail(double bad, double total, double share)
{
    double term = std::exp(std::lgamma(total + 1) - std::lgamma(bad + 1) - std::lgamma(total - bad + 1) + bad * std::log(share)
                           + (total - bad) * std::log1p(-share));
    double sum = 0;
    for (double k = bad; k <= total && term > leastLikely * 1e-6; ++k) {
        sum += term;
        term *= (total - k) / (k + 1) * share / (1 - share);
    }
    return sum;
}

bool isBeyondChance(const RecoveryReading &reading, const ReleaseObjective &objective)
{
    const double bad = reading.total - reading.good;
    const double allowed = 1 - objective.success;
    return allowed <= 0 || upperTail(bad, reading.total, allowed) < leastLikely;
}

CheckState recoveryOf(const RecoveryReading &reading, const ReleaseObjective &objective)
{
    if (reading.success() >= objective.success)
        return CheckState::Pass;
    return isBeyondChance(reading, objective) ? CheckState::Fail : CheckState::Waiting;
}

} // namespace

QList<ReleaseCheck> judgeProbe(const ProbeReading &reading, const RollbackPlan &plan, Instant since)
{
    const SlotSite &site = reading.site;
    const ReleaseVersion now = releaseVersion(reading.settings);
    const bool isNormal = site.availability.isEmpty() || site.availability.compare(QLatin1String("Normal"), Qt::CaseInsensitive) == 0;
    return {probed("site", "Production runs", site.isRunning() && !site.isBusy(),
                   site.isBusy() ? QStringLiteral("An operation still runs on it") : site.state),
            probeSwap(site, plan, since),
            probed("version", "Production serves the version", servedSide(now, plan) == ServedSide::After, releaseText(now)),
            probed("health", "Production is available", isNormal, site.availability.isEmpty() ? QStringLiteral("Not told") : site.availability)};
}

ReleaseCheck judgeRecovery(const RecoveryReading &reading, const ReleaseObjective &objective, Instant now)
{
    ReleaseCheck check{.id = QStringLiteral("recovery"), .title = QStringLiteral("Tasks succeed again"), .state = CheckState::Waiting, .reason = {}};
    const QString lag = reading.newest ? QStringLiteral("telemetry is %1 behind").arg(format::age(std::max(now - *reading.newest, Microseconds{0})))
                                       : QStringLiteral("no telemetry since the swap yet");
    if (reading.total < objective.minTasks) {
        check.reason = QStringLiteral("%1 of %2 tasks needed; %3").arg(format::number(reading.total), format::number(objective.minTasks), lag);
        return check;
    }
    check.state = recoveryOf(reading, objective);
    check.reason = QStringLiteral("%1 of %2 tasks, objective %3; %4")
                       .arg(format::percent(reading.success(), 2), format::number(reading.total),
                            format::percent(objective.success, format::percentDecimals(objective.success)), lag);
    return check;
}

} // namespace qd
