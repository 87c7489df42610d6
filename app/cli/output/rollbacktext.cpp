#include "output/rollbacktext.h"

#include "format.h"
#include "printabletext.h"
#include "texttable.h"

namespace qd {

namespace {

QString verdictText(const Slot &slot)
{
    if (slot.verdict.total <= 0)
        return QStringLiteral("no record");
    const QString share = format::percent(slot.verdict.success, 2);
    switch (slot.verdict.kind) {
    case ReleaseVerdict::Kind::Good: return QStringLiteral("good, ") + share;
    case ReleaseVerdict::Kind::Bad: return QStringLiteral("bad, ") + share;
    case ReleaseVerdict::Kind::Unknown: break;
    }
    return QStringLiteral("too few tasks");
}

QString ageText(const std::optional<Instant> &at, Instant now)
{
    return at ? format::age(std::max(now - *at, Microseconds{0})) : QStringLiteral("-");
}

QString servesText(const UnfinishedRollback &found)
{
    if (found.isBusy)
        return QStringLiteral("An operation still runs on the site.");
    switch (found.serves) {
    case ServedSide::Before: return QStringLiteral("Production serves what it served before.");
    case ServedSide::After: return QStringLiteral("Production serves what was to be brought in.");
    case ServedSide::Neither: break;
    }
    return QStringLiteral("Production serves neither version of the plan.");
}

/// "- a" and "+ b", a line each.
QString planLines(const RollbackPlan &plan)
{
    QString text;
    for (const QString &line : plan.beforeText().split(u'\n', Qt::SkipEmptyParts))
        text += QStringLiteral("- ") + printableText(line) + u'\n';
    for (const QString &line : plan.afterText().split(u'\n', Qt::SkipEmptyParts))
        text += QStringLiteral("+ ") + printableText(line) + u'\n';
    return text;
}

} // namespace

QString slotBoardText(const SlotBoard &board)
{
    using Align = TextTable::Align;
    TextTable table({{QStringLiteral("SLOT"), Align::Left, 30}, {QStringLiteral("BUILD"), Align::Left, 30}, {QStringLiteral("PROMPTS"), Align::Left, 60},
                     {QStringLiteral("STATE"), Align::Left, 20}, {QStringLiteral("VISITORS"), Align::Right}, {QStringLiteral("RECORD"), Align::Left},
                     {QStringLiteral("DEPLOYED"), Align::Right}, {QString(), Align::Left}});
    for (const Slot &slot : board.slotList)
        table.addRow({slot.site.slot.value, slot.version.build, slot.version.prompts.values().join(QLatin1String(" ")),
                      slot.site.isBusy() ? slot.site.state % QStringLiteral(", busy") : slot.site.state, format::percent(slot.trafficPercent / 100, 0),
                      verdictText(slot), ageText(slot.site.lastModified, board.readAt), slot.isLastKnownGood ? QStringLiteral("last known good") : QString()});
    QString text = table.text();
    if (const auto last = board.lastSwap())
        text += QStringLiteral("last swap: %1 into %2, %3 ago\n")
                    .arg(printableText(last->source.value), printableText(last->target.value), ageText(last->at, board.readAt));
    return text;
}

QString releaseChecksText(const QList<ReleaseCheck> &checks)
{
    TextTable table({{QString(), TextTable::Align::Left}, {QStringLiteral("CHECK"), TextTable::Align::Left}, {QStringLiteral("FOUND"), TextTable::Align::Left, 120}});
    for (const ReleaseCheck &check : checks)
        table.addRow({releaseCheckName(check.state), check.title, check.reason});
    return table.text();
}

QString rollbackPlanText(const RollbackPlan &plan)
{
    const QString text = plan.source.isEmpty() ? QStringLiteral("No slot to go to\n")
                                         : QStringLiteral("Swap %1 into %2\n").arg(printableText(plan.source.value), plan.target.value);
    return text + planLines(plan) + u'\n' + releaseChecksText(plan.checks) + (plan.canRun() ? QStringLiteral("\nThe plan can run.\n") : QStringLiteral("\nRefused: a check has failed.\n"));
}

QString unfinishedRollbackText(const UnfinishedRollback &found)
{
    return QStringLiteral("Begun %1 and not finished: swap %2 into %3\n")
               .arg(format::timestamp(found.begun), printableText(found.plan.source.value), found.plan.target.value)
        + planLines(found.plan) + u'\n' + servesText(found)
        + QStringLiteral("\n`deckctl rollback settle` follows it to its end and closes it in the audit log.\n");
}

} // namespace qd
