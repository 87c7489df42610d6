#include "release/preflight.h"

#include "format.h"
#include "release/permissiongrant.h"

#include <algorithm>
#include <array>

namespace qd {

namespace {

using CheckState = ReleaseCheck::State;

constexpr std::array mustStay{QLatin1String("SLOT_NAME"), QLatin1String("CHAOS_MODE")};
constexpr qsizetype mostNames = 5;

ReleaseCheck checked(const char *id, const char *title, CheckState state, const QString &reason)
{
    return {.id = QLatin1String(id), .title = QLatin1String(title), .state = state, .reason = reason};
}

QString namesText(const QStringList &names)
{
    const QString shown = names.mid(0, mostNames).join(QLatin1String(", "));
    return names.size() <= mostNames ? shown : shown % QStringLiteral(" and %1 more").arg(names.size() - mostNames);
}

bool isStickyName(const QStringList &sticky, const QString &name) { return sticky.contains(name, Qt::CaseInsensitive); }

QString successText(const ReleaseVerdict &verdict, const ReleaseObjective &objective)
{
    return QStringLiteral("%1 of %2 tasks succeeded; the objective is %3")
        .arg(format::percent(verdict.success, 2), format::number(verdict.total), format::percent(objective.success, format::percentDecimals(objective.success)));
}

ReleaseCheck checkExists(const PreflightInputs &in, const Slot *from)
{
    const auto say = [](CheckState state, const QString &reason) { return checked("target", "Slot to go to", state, reason); };
    if (!in.source)
        return say(CheckState::Fail, QStringLiteral("No other slot holds a version with a good record. Name one to go to."));
    if (isProductionSlot(*in.source))
        return say(CheckState::Fail, QStringLiteral("Production cannot be swapped with itself."));
    if (!from)
        return say(CheckState::Fail, QStringLiteral("The app has no slot “%1”.").arg(in.source->value));
    return say(CheckState::Pass, in.source->value);
}

ReleaseCheck checkRunning(const Slot &from)
{
    if (!from.site.isRunning())
        return checked("running", "Slot runs", CheckState::Fail, QStringLiteral("Its state is “%1”.").arg(from.site.state));
    const bool isNormal = from.site.availability.isEmpty() || from.site.availability.compare(QLatin1String("Normal"), Qt::CaseInsensitive) == 0;
    return checked("running", "Slot runs", isNormal ? CheckState::Pass : CheckState::Warn,
                   isNormal ? QStringLiteral("Running") : QStringLiteral("Its availability is “%1”.").arg(from.site.availability));
}

ReleaseCheck checkContent(const Slot &from)
{
    if (from.version.isEmpty())
        return checked("content", "Slot is not empty", CheckState::Fail, QStringLiteral("It names neither a build nor a prompt version."));
    return checked("content", "Slot is not empty", CheckState::Pass, releaseText(from.version));
}

ReleaseCheck checkFresh(const PreflightInputs &in, const Slot &from)
{
    const auto say = [](CheckState state, const QString &reason) { return checked("fresh", "Slot is not stale", state, reason); };
    const auto newest = std::max(from.site.lastModified, from.verdict.last);
    if (!newest)
        return say(CheckState::Fail, QStringLiteral("Nobody knows when it was deployed or served last."));
    const Microseconds age = in.board.readAt - *newest;
    const QString told = QStringLiteral("Deployed or serving %1 ago").arg(format::age(std::max(age, Microseconds{0})));
    if (age > in.rules.staleAfter)
        return say(CheckState::Fail, told % QStringLiteral("; the limit is %1.").arg(format::age(in.rules.staleAfter)));
    return say(CheckState::Pass, told);
}

ReleaseCheck checkDifferent(const Slot &from, const Slot &production)
{
    if (from.version == production.version)
        return checked("different", "Version differs", CheckState::Fail, QStringLiteral("Production already serves %1.").arg(releaseText(from.version)));
    QStringList parts;
    if (from.version.build != production.version.build)
        parts << QStringLiteral("the build");
    for (const QString &agent : (from.version.prompts.keys() + production.version.prompts.keys()))
        if (const QString part = QStringLiteral("the prompt of ") + agent; from.version.prompts.value(agent) != production.version.prompts.value(agent) && !parts.contains(part))
            parts << part;
    return checked("different", "Version differs", CheckState::Pass, QStringLiteral("By %1").arg(namesText(parts)));
}

ReleaseCheck checkKnownGood(const PreflightInputs &in, const Slot &from, const Slot &production)
{
    const auto say = [](CheckState state, const QString &reason) { return checked("known-good", "Known good", state, reason); };
    const ReleaseVerdict &verdict = from.verdict;
    if (verdict.kind == ReleaseVerdict::Kind::Unknown)
        return say(CheckState::Warn, QStringLiteral("Telemetry holds too few tasks of this version to judge it."));
    const QString told = successText(verdict, in.board.objective);
    if (verdict.kind == ReleaseVerdict::Kind::Good)
        return say(CheckState::Pass, told);
    const bool isBetter = production.verdict.kind == ReleaseVerdict::Kind::Bad && verdict.success > production.verdict.success;
    const bool isUndo = in.kind == RollbackKind::Undo;
    return say(isBetter || isUndo ? CheckState::Warn : CheckState::Fail, isBetter ? told % QStringLiteral(". It did better than production does.") : told);
}

ReleaseCheck checkIdle(const Slot &from, const Slot &production)
{
    const auto say = [](CheckState state, const QString &reason) { return checked("idle", "No operation runs", state, reason); };
    for (const Slot *slot : {&production, &from}) {
        if (slot->site.isBusy())
            return say(CheckState::Fail, QStringLiteral("An operation runs on %1.").arg(slot->site.slot.value));
        if (!slot->site.targetSwapSlot.isEmpty())
            return say(CheckState::Fail, QStringLiteral("A swap with preview waits on %1.").arg(slot->site.slot.value));
    }
    return say(CheckState::Pass, QStringLiteral("The site is idle"));
}

ReleaseCheck checkRights(const RollbackForecast &forecast)
{
    const auto say = [](CheckState state, const QString &reason) { return checked("rights", "Rights", state, reason); };
    if (!forecast.isAsked)
        return say(CheckState::Waiting, QStringLiteral("Not asked yet"));
    if (!forecast.refusal.isEmpty())
        return say(CheckState::Fail, forecast.refusal);
    if (forecast.maySwap)
        return *forecast.maySwap ? say(CheckState::Pass, QStringLiteral("The account may swap this slot"))
                                 : say(CheckState::Fail, QStringLiteral("The account has no right to “%1” on this slot.").arg(slotSwapAction()));
    const QString told = QStringLiteral("The account may read what a swap changes; whether it may swap is not known");
    if (forecast.rightsProblem.isEmpty())
        return say(CheckState::Pass, told);
    return say(CheckState::Warn, told % QStringLiteral(": ") % forecast.rightsProblem);
}

/// After a swap its source holds what was taken away from production.
bool bringsBack(const SwapMemory &swap, const SlotName &source)
{
    return isSameSlot(isProductionSlot(swap.target) ? swap.source : swap.target, source);
}

ReleaseCheck checkCooldown(const PreflightInputs &in)
{
    const auto say = [](CheckState state, const QString &reason) { return checked("cooldown", "Cooldown", state, reason); };
    const auto last = in.board.lastSwap();
    const Microseconds since = last ? in.board.readAt - last->at : Microseconds::max();
    if (!last || since >= in.rules.cooldown)
        return say(CheckState::Pass, last ? QStringLiteral("The last swap was %1 ago").arg(format::age(since)) : QStringLiteral("No swap is remembered"));
    if (!bringsBack(*last, *in.source))
        return say(CheckState::Pass, QStringLiteral("The last swap was with another slot"));
    if (in.kind == RollbackKind::Undo && in.verificationFailed)
        return say(CheckState::Warn, QStringLiteral("Swapped %1 ago; undone because its verification failed").arg(format::age(since)));
    return say(CheckState::Fail, QStringLiteral("This version was taken away %1 ago. It is not brought back within %2.")
                                .arg(format::age(std::max(since, Microseconds{0})), format::age(in.rules.cooldown)));
}

ReleaseCheck checkSticky(const PreflightInputs &in, const Slot &from, const Slot &production)
{
    QStringList wrong;
    const SlotSettings both = [&] {
        SlotSettings merged = from.settings;
        merged.insert(production.settings);
        return merged;
    }();
    for (const QString &name : both.keys()) {
        const bool shouldStay = std::ranges::any_of(mustStay, [&](QLatin1String stay) { return name.compare(stay, Qt::CaseInsensitive) == 0; });
        if (shouldStay && !isStickyName(in.board.stickyNames, name))
            wrong << name % QStringLiteral(" would travel");
        else if (isVersionSetting(name) && isStickyName(in.board.stickyNames, name))
            wrong << name % QStringLiteral(" would stay");
    }
    return checked("sticky", "Sticky settings as intended", wrong.isEmpty() ? CheckState::Pass : CheckState::Fail,
                   wrong.isEmpty() ? QStringLiteral("Versions travel, slot names and chaos stay") : namesText(wrong));
}

ReleaseCheck checkSettings(const PreflightInputs &in, const Slot &from, const Slot &production)
{
    const QStringList names = travellingDifferences(from.settings, production.settings, in.board.stickyNames);
    return checked("settings", "Same settings otherwise", names.isEmpty() ? CheckState::Pass : CheckState::Warn,
                   names.isEmpty() ? QStringLiteral("Nothing else changes") : QStringLiteral("These change too: %1").arg(namesText(names)));
}

ReleaseCheck checkForecast(const RollbackForecast &forecast)
{
    QStringList errors;
    for (const SlotDifference &difference : forecast.differences)
        if (difference.level.compare(QLatin1String("Error"), Qt::CaseInsensitive) == 0)
            errors << (difference.description.isEmpty() ? difference.name : difference.description);
    const CheckState state = errors.isEmpty() ? (forecast.isAsked ? CheckState::Pass : CheckState::Waiting) : CheckState::Fail;
    return checked("forecast", "App Service foresees no error", state,
                   errors.isEmpty() ? QStringLiteral("%1 differences").arg(forecast.differences.size()) : namesText(errors));
}

} // namespace

QStringList travellingDifferences(const SlotSettings &from, const SlotSettings &to, const QStringList &sticky)
{
    QStringList names;
    SlotSettings both = from;
    both.insert(to);
    for (const QString &name : both.keys()) {
        const bool isSame = from.contains(name) == to.contains(name) && from.value(name) == to.value(name);
        if (!isSame && !isVersionSetting(name) && !isStickyName(sticky, name))
            names << name;
    }
    return names;
}

QList<ReleaseCheck> preflight(const PreflightInputs &in)
{
    const Slot *from = in.source ? in.board.find(*in.source) : nullptr;
    const Slot *production = in.board.production();
    QList<ReleaseCheck> checks{checkExists(in, from)};
    if (!from || !production || isProductionSlot(*in.source))
        return checks;
    return checks + QList<ReleaseCheck>{checkRunning(*from), checkContent(*from), checkFresh(in, *from), checkDifferent(*from, *production),
                                        checkKnownGood(in, *from, *production), checkIdle(*from, *production), checkRights(in.forecast),
                                        checkCooldown(in), checkSticky(in, *from, *production), checkSettings(in, *from, *production),
                                        checkForecast(in.forecast)};
}

QString releaseCheckName(ReleaseCheck::State state)
{
    switch (state) {
    case CheckState::Pass: return QStringLiteral("pass");
    case CheckState::Warn: return QStringLiteral("warn");
    case CheckState::Fail: return QStringLiteral("fail");
    case CheckState::Waiting: return QStringLiteral("waiting");
    }
    return {};
}

} // namespace qd
