#include "mcp/mcppins.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <utility>

namespace qd {

namespace {

void compareIdentity(QList<FieldChange> &changes, const char *path, const QString &before, const QString &after, DriftSeverity severity, const char *reason)
{
    if (before != after)
        changes.append({.path = QLatin1String(path), .before = before, .after = after, .severity = severity, .reason = QLatin1String(reason)});
}

QString fileHash(const QList<std::pair<QString, QString>> &files, const QString &path)
{
    const auto found = std::ranges::find(files, path, &std::pair<QString, QString>::first);
    return found == files.cend() ? QString() : found->second;
}

QList<FieldChange> identityChanges(const McpIdentity &before, const McpIdentity &after)
{
    QList<FieldChange> changes;
    compareIdentity(changes, "/identity/url", before.url, after.url, DriftSeverity::High, "another address");
    const bool isSameLaunch = !after.launch.isEmpty() && before.launch == after.launch; // however the line is written
    if (!isSameLaunch)
        compareIdentity(changes, "/identity/command", before.command, after.command, DriftSeverity::High, "another command");
    if (before.command == after.command)
        compareIdentity(changes, "/identity/launch", before.launch, after.launch, DriftSeverity::High, "other variables, keys or folder");
    for (const auto &[path, hash] : after.files)
        if (fileHash(before.files, path) != hash)
            changes.append({.path = QStringLiteral("/identity/files/") + path, .before = fileHash(before.files, path), .after = hash, .severity = DriftSeverity::Medium,
                            .reason = QStringLiteral("the program's file is another one")});
    for (const auto &[path, hash] : before.files)
        if (fileHash(after.files, path).isEmpty())
            changes.append({.path = QStringLiteral("/identity/files/") + path, .before = hash, .after = {}, .severity = DriftSeverity::Medium, .reason = QStringLiteral("the file is gone")});
    return changes;
}

bool isNamed(const QString &key, const QStringList &names, QSet<QString> &used)
{
    bool isFound = false;
    for (const QString &name : names) {
        if (name == identityKey || (name != key && name != nameOfKey(key))) // a tool may not pass for the identity
            continue;
        used.insert(name);
        isFound = true;
    }
    return isFound;
}

} // namespace

const McpPin *McpPins::find(const QString &server) const
{
    const auto found = std::ranges::find(pins, server, &McpPin::server);
    return found == pins.cend() ? nullptr : &*found;
}

bool PinReport::isApproved() const
{
    return isPinned && identity.isEmpty() && std::ranges::all_of(items, [](const ItemDrift &item) { return item.state == DriftState::Approved; });
}

QList<McpDefinition> pinnable(const QList<McpDefinition> &definitions)
{
    QList<McpDefinition> kept = definitions;
    kept.removeIf([](const McpDefinition &definition) { return definition.kind == McpDefinition::Kind::Resource; });
    return kept;
}

PinReport checkPin(const McpPin *pin, const McpIdentity &identity, const McpListing &listing)
{
    PinReport report{.isPinned = pin != nullptr, .identity = {}, .items = driftOf(pin ? pin->definitions : QList<McpDefinition>(), pinnable(listing.definitions))};
    if (pin)
        report.identity = identityChanges(pin->identity, identity);
    return report;
}

McpPin approve(const McpPin *pin, const McpIdentity &identity, const McpListing &listing, const QStringList &names, QStringList &unknownNames)
{
    McpPin approved = pin ? *pin : McpPin{.server = listing.server, .identity = identity, .definitions = {}, .unknown = {}};
    const QList<McpDefinition> seen = pinnable(listing.definitions);
    if (names.isEmpty()) {
        approved.identity = identity;
        approved.definitions = seen;
        return approved;
    }
    QSet<QString> used;
    if (names.contains(identityKey)) {
        approved.identity = identity;
        used.insert(identityKey);
    }
    const QStringList oldKeys = definitionKeys(approved.definitions);
    const QStringList newKeys = definitionKeys(seen);
    QList<McpDefinition> kept;
    for (qsizetype i = 0; i < oldKeys.size(); ++i) // what was approved stays so until it is named
        if (!isNamed(oldKeys.at(i), names, used))
            kept << approved.definitions.at(i);
    for (qsizetype i = 0; i < newKeys.size(); ++i)
        if (isNamed(newKeys.at(i), names, used))
            kept << seen.at(i);
    approved.definitions = kept;
    for (const QString &name : names)
        if (!used.contains(name))
            unknownNames << name;
    return approved;
}

} // namespace qd
