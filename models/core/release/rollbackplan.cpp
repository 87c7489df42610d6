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

QString settingOrAbsent(const SlotSettings &settings, const QString &name)
{
    return settings.contains(name) ? settingShown(name, settings.value(name)) : absent();
}

void addSettingParts(const Slot &from, const Slot &to, const QStringList &sticky, QList<RollbackPart> &parts)
{
    for (const QString &name : travellingDifferences(from.settings, to.settings, sticky))
        parts.append({RollbackPart::Kind::Setting, name, settingOrAbsent(to.settings, name), settingOrAbsent(from.settings, name)});
}

QString partKey(const RollbackPart &part)
{
    switch (part.kind) {
    case RollbackPart::Kind::Build: return QStringLiteral("build");
    case RollbackPart::Kind::Prompt: return QStringLiteral("prompt ") % part.name;
    case RollbackPart::Kind::Setting: return QStringLiteral("setting ") % part.name;
    }
    return {};
}

QString partsText(const QList<RollbackPart> &parts, QString RollbackPart::*side)
{
    QStringList lines;
    for (const RollbackPart &part : parts)
        lines << partKey(part) % QStringLiteral(": ") % part.*side;
    return lines.join(u'\n');
}

/// The way back from partsText(): key -> value.
QMap<QString, QString> textParts(const QString &text)
{
    QMap<QString, QString> values;
    for (const QString &line : text.split(u'\n', Qt::SkipEmptyParts))
        values.insert(line.section(QStringLiteral(": "), 0, 0), line.section(QStringLiteral(": "), 1));
    return values;
}

RollbackPart partOfText(const QString &key, const QString &before, const QString &after)
{
    if (key.startsWith(QLatin1String("prompt ")))
        return {RollbackPart::Kind::Prompt, key.mid(7), before, after};
    if (key.startsWith(QLatin1String("setting ")))
        return {RollbackPart::Kind::Setting, key.mid(8), before, after};
    return {RollbackPart::Kind::Build, key, before, after};
}

QString servedValue(const ReleaseVersion &version, const RollbackPart &part)
{
    return orAbsent(part.kind == RollbackPart::Kind::Build ? version.build : version.prompts.value(part.name));
}

bool servesSide(const ReleaseVersion &version, const QList<RollbackPart> &parts, QString RollbackPart::*side)
{
    bool hasVersion = false;
    for (const RollbackPart &part : parts) {
        if (part.kind == RollbackPart::Kind::Setting)
            continue;
        hasVersion = true;
        if (servedValue(version, part) != part.*side)
            return false;
    }
    return hasVersion;
}

} // namespace

QString RollbackPlan::beforeText() const { return partsText(parts, &RollbackPart::before); }

QString RollbackPlan::afterText() const { return partsText(parts, &RollbackPart::after); }

ServedSide servedSide(const ReleaseVersion &version, const RollbackPlan &plan)
{
    if (servesSide(version, plan.parts, &RollbackPart::after))
        return ServedSide::After;
    return servesSide(version, plan.parts, &RollbackPart::before) ? ServedSide::Before : ServedSide::Neither;
}

RollbackPlan planFromTexts(const SlotName &source, const QString &beforeText, const QString &afterText, Instant madeAt)
{
    RollbackPlan plan{.source = source, .before = {}, .after = {}, .parts = {}, .checks = {}, .madeAt = madeAt};
    const QMap<QString, QString> before = textParts(beforeText);
    const QMap<QString, QString> after = textParts(afterText);
    for (auto it = after.cbegin(); it != after.cend(); ++it)
        plan.parts.append(partOfText(it.key(), before.value(it.key()), it.value()));
    return plan;
}

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
