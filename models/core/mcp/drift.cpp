#include "mcp/drift.h"

#include "mcp/driftrules.h"

#include <QHash>
#include <QSet>
#include <QStringList>

#include <algorithm>

namespace qd {

namespace {

constexpr qsizetype longestParameterText = 2000;

/// The shortest parameter path of `path` that the other side does not have at all; empty when it has them all.
QString missingParameter(const QString &path, const DriftFields &other)
{
    QString found = parameterPath(path);
    QString shortest;
    while (!found.isEmpty()) {
        const auto inside = other.lower_bound(found + u'/');
        if (!other.contains(found) && (inside == other.end() || !inside->first.startsWith(found + u'/')))
            shortest = found;
        found = parameterPath(found.left(found.lastIndexOf(u'/')));
    }
    return shortest;
}

/// The fields under a path as one line: "/type=\"string\" /description=\"…\"".
QString parameterText(const DriftFields &fields, const QString &parameter)
{
    QStringList parts;
    for (auto field = fields.lower_bound(parameter); field != fields.end() && field->first.startsWith(parameter); ++field)
        if (field->first == parameter || field->first.at(parameter.size()) == u'/')
            parts << field->first.mid(parameter.size()) + u'=' + field->second;
    return parts.join(u' ').left(longestParameterText);
}

/// Whether a member of `required` names a parameter that came or went itself.
bool isToldAlready(const QString &path, const QSet<QString> &parameters)
{
    const qsizetype at = path.lastIndexOf(QStringLiteral("/required="));
    if (at < 0)
        return false;
    const QString name = path.mid(at + 10);
    return std::ranges::any_of(parameters, [&](const QString &parameter) {
        return parameter.startsWith(path.left(at) + QStringLiteral("/properties/")) && pointerSteps(parameter).last() == name;
    });
}

/// What is in `here` and differs or is missing in `there`, by field and by whole parameter.
struct OneSide {
    QSet<QString> parameters;
    QStringList fields;
};

OneSide oneSide(const DriftFields &here, const DriftFields &there)
{
    OneSide side;
    for (const auto &[path, value] : here) {
        const auto other = there.find(path);
        if (other != there.end() && other->second == value)
            continue;
        const QString parameter = other == there.end() ? missingParameter(path, there) : QString();
        if (parameter.isEmpty())
            side.fields << path;
        else
            side.parameters.insert(parameter);
    }
    side.fields.removeIf([&side](const QString &path) { return isToldAlready(path, side.parameters); });
    return side;
}

QString valueIn(const DriftFields &fields, const QString &path)
{
    const auto found = fields.find(path);
    return found == fields.end() ? QString() : found->second;
}

ItemDrift changedItem(ItemDrift item, const McpDefinition &approved, const McpDefinition &seen)
{
    item.approvedHash = approved.sha256;
    if (approved.sha256 == seen.sha256)
        return item;
    item.state = DriftState::Changed;
    item.fields = fieldChanges(approved, seen);
    item.severity = item.fields.isEmpty() ? DriftSeverity::Low : item.fields.first().severity;
    return item;
}

QHash<QString, McpDefinition> byKey(const QList<McpDefinition> &definitions)
{
    const QStringList keys = definitionKeys(definitions);
    QHash<QString, McpDefinition> map;
    for (qsizetype i = 0; i < keys.size(); ++i)
        map.insert(keys.at(i), definitions.at(i));
    return map;
}

} // namespace

QList<FieldChange> fieldChanges(const McpDefinition &before, const McpDefinition &after)
{
    const DriftFields old = driftFields(before);
    const DriftFields now = driftFields(after);
    const OneSide gone = oneSide(old, now);
    const OneSide come = oneSide(now, old);
    QList<FieldChange> changes;
    for (const QString &parameter : gone.parameters)
        judgeParameter(changes.emplaceBack(FieldChange{.path = parameter, .before = parameterText(old, parameter), .after = {}, .reason = {}}), old, now);
    for (const QString &parameter : come.parameters)
        judgeParameter(changes.emplaceBack(FieldChange{.path = parameter, .before = {}, .after = parameterText(now, parameter), .reason = {}}), old, now);
    QStringList paths = gone.fields + come.fields;
    paths.removeDuplicates();
    for (const QString &path : std::as_const(paths))
        judgeField(changes.emplaceBack(FieldChange{.path = path, .before = valueIn(old, path), .after = valueIn(now, path), .reason = {}}));
    if (changes.isEmpty() && before.sha256 != after.sha256)
        changes.append({.path = {}, .before = {}, .after = {}, .severity = DriftSeverity::Low,
                        .reason = before.isCut || after.isCut ? QStringLiteral("beyond what is compared by field") : QStringLiteral("the order of elements")});
    std::ranges::sort(changes, [](const FieldChange &a, const FieldChange &b) { return a.severity != b.severity ? a.severity > b.severity : a.path < b.path; });
    return changes;
}

QList<ItemDrift> driftOf(const QList<McpDefinition> &approved, const QList<McpDefinition> &seen)
{
    auto known = byKey(approved);
    const QStringList keys = definitionKeys(seen);
    QList<ItemDrift> items;
    for (qsizetype i = 0; i < seen.size(); ++i) {
        const McpDefinition &definition = seen.at(i);
        ItemDrift item{.kind = definition.kind, .name = nameOfKey(keys.at(i)), .approvedHash = {}, .seenHash = definition.sha256, .fields = {}};
        if (const auto old = known.constFind(keys.at(i)); old != known.cend()) {
            items << changedItem(item, *old, definition);
            known.remove(keys.at(i));
            continue;
        }
        item.state = DriftState::New;
        item.severity = DriftSeverity::Medium;
        items << item;
    }
    const QStringList oldKeys = definitionKeys(approved);
    for (qsizetype i = 0; i < approved.size(); ++i)
        if (known.contains(oldKeys.at(i)))
            items.append({.kind = approved.at(i).kind, .name = nameOfKey(oldKeys.at(i)), .state = DriftState::Removed, .severity = DriftSeverity::Low,
                          .approvedHash = approved.at(i).sha256, .seenHash = {}, .fields = {}});
    return items;
}

DriftSeverity worstOf(const QList<ItemDrift> &items)
{
    DriftSeverity worst = DriftSeverity::None;
    for (const ItemDrift &item : items)
        worst = std::max(worst, item.severity);
    return worst;
}

QString driftStateName(DriftState state)
{
    switch (state) {
    case DriftState::Approved: return QStringLiteral("approved");
    case DriftState::New: return QStringLiteral("new");
    case DriftState::Changed: return QStringLiteral("changed");
    case DriftState::Removed: break;
    }
    return QStringLiteral("removed");
}

QString driftSeverityName(DriftSeverity severity)
{
    switch (severity) {
    case DriftSeverity::None: return QStringLiteral("none");
    case DriftSeverity::Low: return QStringLiteral("low");
    case DriftSeverity::Medium: return QStringLiteral("medium");
    case DriftSeverity::High: break;
    }
    return QStringLiteral("high");
}

QStringList definitionKeys(const QList<McpDefinition> &definitions)
{
    QHash<QString, int> counts;
    QSet<QString> used;
    QStringList keys;
    for (const McpDefinition &definition : definitions) {
        const QString name = mcpKindName(definition.kind) + u':' + definition.name;
        QString key = name;
        int &count = counts[name];
        for (++count; used.contains(key); ++count) // a tool may call itself "echo (2)"
            key = QStringLiteral("%1 (%2)").arg(name).arg(count);
        used.insert(key);
        keys << key;
    }
    return keys;
}

QString nameOfKey(const QString &key) { return key.section(u':', 1); }

} // namespace qd
