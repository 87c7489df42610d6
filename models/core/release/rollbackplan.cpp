#include "release/rollbackplan.h"

#include "release/preflight.h"


namespace qd {

namespace {

QString absent() { return QStringLiteral("(none)"); }

QString orAbsent(const QString &value) { return value.isEmpty() ? absent() : value; }

void addVersionParts(const ReleaseVersion &before, const ReleaseVersion &after, QList<RollbackPart> &parts)
{
    if (before.build != after.build)
        parts.append({RollbackPart::Kind::Build, QStringLiteral("build"), orAbsent(before.build), orAbsent(after.build)});
    QMap<QString, QString> agents = before.prompts;
    agents.insert(after.prompts);
    for (const QString &agent : agents.keys())
        if (before.prompts.value(agent) != after.prompts.value(agent))
            parts.append({RollbackPart::Kind::Prompt, agent, orAbsent(before.prompts.value(agent)), orAbsent(after.prompts.value(agent))});
}

QString settingOrAbsent(const AppSettings &settings, const QString &name)
{
    return settings.contains(name) ? settingShown(name, settings.value(name)) : absent();
}

void addSettingParts(const Slot &from, const Slot &to, const QStringList &sticky, QList<RollbackPart> &parts)
{
    for (const QString &name : travellingDifferences(from.settings, to.settings, sticky))
        parts.append({RollbackPart::Kind::Setting, name, settingOrAbsent(to.settings, name), settingOrAbsent(from.settings, name)});
}

QString partsText(const QList<RollbackPart> &parts, QString RollbackPart::*side)
{
    QStringList lines;
    for (const RollbackPart &part : parts)
        lines << part.name % QStringLiteral(": ") % part.*side;
    return lines.join(u'\n');
}

} // namespace

QString RollbackPlan::beforeText() const { return partsText(parts, &RollbackPart::before); }

QString RollbackPlan::afterText() const { return partsText(parts, &RollbackPart::after); }

RollbackPlan planRollback(const SlotBoard &board, std::optional<SlotName> source, RollbackKind kind, const RollbackForecast &forecast,
                          const RollbackRules &rules, bool verificationFailed)
{
    if (!source)
        source = board.lastKnownGood();
    RollbackPlan plan{.kind = kind, .source = source.value_or(SlotName()), .before = {}, .after = {}, .parts = {}, .checks = {},
                      .madeAt = board.readAt};
    const Slot *from = source ? board.find(*source) : nullptr;
    const Slot *production = board.production();
    if (from && production) {
        plan.before = production->version;
        plan.after = from->version;
        addVersionParts(plan.before, plan.after, plan.parts);
        addSettingParts(*from, *production, board.stickyNames, plan.parts);
    }
    plan.checks = preflight({board, source, kind, forecast, rules, verificationFailed});
    return plan;
}

} // namespace qd
