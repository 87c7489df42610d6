#include "mcp/sessiondiff.h"

#include <QHash>

#include <algorithm>
#include <map>

namespace qd {

namespace {

using Leaves = std::map<QString, QString>;

Leaves leavesOf(const QList<McpLeaf> &list, const QStringList &ignored)
{
    Leaves leaves;
    for (const McpLeaf &leaf : list)
        if (std::ranges::none_of(ignored, [&leaf](const QString &path) { return leaf.path == path || leaf.path.startsWith(path + u'/'); }))
            leaves[leaf.path] = leaf.value;
    return leaves;
}

QList<FieldChange> leafChanges(const QList<McpLeaf> &before, const QList<McpLeaf> &after, const QStringList &ignored = {})
{
    const Leaves old = leavesOf(before, ignored);
    const Leaves now = leavesOf(after, ignored);
    QList<FieldChange> changes;
    const auto add = [&changes](const QString &path, const QString &was, const QString &is) {
        if (changes.size() < maxStepFields)
            changes.append({.path = path, .before = was, .after = is, .severity = DriftSeverity::Low, .reason = {}});
    };
    for (const auto &[path, value] : old) {
        const auto found = now.find(path);
        if (found == now.end() || found->second != value)
            add(path, value, found == now.end() ? QString() : found->second);
    }
    for (const auto &[path, value] : now)
        if (!old.contains(path))
            add(path, {}, value);
    return changes;
}

StepDiff compared(const SessionStep &a, const SessionStep &b, const QStringList &ignored)
{
    StepDiff diff{.what = a.what, .isFromServer = a.isFromServer, .fields = leafChanges(a.answer, b.answer, ignored), .before = a.elapsed, .after = b.elapsed};
    if (a.isFailure != b.isFailure)
        diff.fields.prepend({.path = {}, .before = a.isFailure ? QStringLiteral("an error") : QStringLiteral("an answer"),
                             .after = b.isFailure ? QStringLiteral("an error") : QStringLiteral("an answer"), .severity = DriftSeverity::High, .reason = {}});
    diff.state = diff.fields.isEmpty() ? StepDiff::State::Same : StepDiff::State::Changed;
    return diff;
}

/// Pairs equal questions, the first of one side with the first of the other, and so on.
QList<StepDiff> stepDiffs(const QList<SessionStep> &first, const QList<SessionStep> &second, const QStringList &ignored)
{
    QHash<QString, QList<qsizetype>> waiting;
    for (qsizetype i = 0; i < second.size(); ++i)
        waiting[second.at(i).key].append(i);
    QList<bool> isUsed(second.size(), false);
    QList<StepDiff> diffs;
    for (qsizetype i = 0; i < first.size(); ++i) {
        const SessionStep &step = first.at(i);
        QList<qsizetype> &candidates = waiting[step.key];
        if (candidates.isEmpty()) {
            diffs.append({.what = step.what, .state = StepDiff::State::OnlyFirst, .isFromServer = step.isFromServer, .fields = {}, .before = step.elapsed, .first = i});
            continue;
        }
        const qsizetype match = candidates.takeFirst();
        isUsed[match] = true;
        diffs.append(compared(step, second.at(match), ignored));
        diffs.last().first = i;
        diffs.last().second = match;
    }
    for (qsizetype i = 0; i < second.size(); ++i)
        if (!isUsed.at(i))
            diffs.append({.what = second.at(i).what, .state = StepDiff::State::OnlySecond, .isFromServer = second.at(i).isFromServer, .fields = {}, .after = second.at(i).elapsed, .second = i});
    return diffs;
}

QStringList missingIn(const QStringList &other, QStringList list)
{
    list.removeIf([&other](const QString &one) { return other.contains(one); });
    return list;
}

/// Instructions are compared when both sides say whether they have any.
QList<McpDefinition> listedDefinitions(const McpListing &listing, bool withInstructions)
{
    QList<McpDefinition> definitions = listing.definitions;
    if (!withInstructions)
        definitions.removeIf([](const McpDefinition &definition) { return definition.kind == McpDefinition::Kind::Instructions; });
    return definitions;
}

} // namespace

bool SessionDiff::isSame() const
{
    return handshake.isEmpty() && lostNotifications.isEmpty() && newNotifications.isEmpty()
        && std::ranges::all_of(listing, [](const ItemDrift &item) { return item.state == DriftState::Approved; })
        && std::ranges::all_of(steps, [](const StepDiff &step) { return step.state == StepDiff::State::Same; });
}

SessionDiff diffOf(const SessionView &first, const SessionView &second, const QStringList &ignored)
{
    SessionDiff diff{.handshake = leafChanges(first.handshake, second.handshake), .listing = {}, .steps = stepDiffs(first.steps, second.steps, ignored),
                     .lostNotifications = missingIn(second.notifications, first.notifications), .newNotifications = missingIn(first.notifications, second.notifications)};
    const bool withInstructions = first.listing.hasInstructions && second.listing.hasInstructions;
    if (first.hasListing && second.hasListing)
        diff.listing = driftOf(listedDefinitions(first.listing, withInstructions), listedDefinitions(second.listing, withInstructions));
    return diff;
}

QString stepStateName(StepDiff::State state)
{
    switch (state) {
    case StepDiff::State::Same: return QStringLiteral("same");
    case StepDiff::State::Changed: return QStringLiteral("changed");
    case StepDiff::State::OnlyFirst: return QStringLiteral("removed");
    case StepDiff::State::OnlySecond: break;
    }
    return QStringLiteral("added");
}

} // namespace qd
