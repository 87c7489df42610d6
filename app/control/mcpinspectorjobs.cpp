#include "mcpinspectorjobs.h"

#include "mcp/listing.h"
#include "mcp/pinfile.h"
#include "mcp/poisonscan.h"
#include "mcp/serveridentity.h"
#include "mcp/tokencost.h"

#include <algorithm>

namespace qd {

namespace {

void addCost(McpInspection &inspection, const McpListing &listing)
{
    for (const McpDefinition &definition : listing.definitions) {
        McpItemReport &report = inspection.items[inspectionKey(definition.kind, definition.name)];
        report.bytes += definition.bytes;
        report.sha256 = definition.sha256;
    }
    const ListingCost cost = costOf(listing);
    for (const DefinitionCost &item : cost.items)
        inspection.items[inspectionKey(item.kind, item.name)].tokens += item.tokens;
    inspection.tokens = cost.tokens;
    inspection.bytes = cost.bytes;
}

void addDrift(McpInspection &inspection, const PinReport &pin)
{
    inspection.isPinned = pin.isPinned;
    inspection.identity = pin.identity;
    if (!pin.isPinned)
        return;
    for (const ItemDrift &item : pin.items) {
        inspection.changed += item.state != DriftState::Approved ? 1 : 0;
        if (item.state == DriftState::Removed) {
            inspection.removed.append(item);
            continue;
        }
        McpItemReport &report = inspection.items[inspectionKey(item.kind, item.name)];
        report.drift = item.state;
        report.severity = item.severity;
        report.changes = item.fields;
    }
}

void addFindings(McpInspection &inspection, const QList<ScanFinding> &findings, const QString &server)
{
    for (const ScanFinding &finding : findings)
        if (finding.server == server)
            inspection.items[inspectionKey(finding.kind, finding.name)].findings.append(finding);
    inspection.suspicious = static_cast<int>(std::ranges::count_if(inspection.items, [](const McpItemReport &item) {
        return worstFinding(item) != ScanFinding::Severity::Low;
    }));
}

/// By the names that the difference has for them: "echo", "echo (2)".
QHash<QString, QString> canonicalTexts(const QList<McpDefinition> &definitions)
{
    QHash<QString, QString> texts;
    const QStringList keys = definitionKeys(definitions);
    for (qsizetype i = 0; i < keys.size(); ++i)
        texts.insert(inspectionKey(definitions.at(i).kind, nameOfKey(keys.at(i))), definitions.at(i).canonical);
    return texts;
}

} // namespace

McpComparison compareListings(const McpListing &before, const McpListing &after)
{
    McpComparison made{.before = before.server, .after = after.server, .items = {}};
    const QList<McpDefinition> old = pinnable(before.definitions);
    const QList<McpDefinition> seen = pinnable(after.definitions);
    const QHash<QString, QString> oldTexts = canonicalTexts(old);
    const QHash<QString, QString> newTexts = canonicalTexts(seen);
    for (const ItemDrift &drift : driftOf(old, seen)) {
        const QString key = inspectionKey(drift.kind, drift.name);
        if (drift.state == DriftState::Approved)
            ++made.same;
        else
            made.items.append({.drift = drift, .kind = {}, .before = oldTexts.value(key), .after = newTexts.value(key)});
    }
    std::ranges::stable_sort(made.items, [](const McpComparedItem &a, const McpComparedItem &b) { return a.drift.severity > b.drift.severity; });
    return made;
}

std::optional<McpListing> approvedListing(const McpInspectorDesk &desk, const QString &id, std::optional<Error> &error)
{
    const Result<McpPins> pins = loadPins(desk.pinsPath);
    if (!pins)
        error = pins.error();
    const McpPin *pin = pins ? pins->find(id) : nullptr;
    return pin ? std::optional(McpListing{.server = id, .definitions = pin->definitions}) : std::nullopt;
}

InspectedServer seenServer(const InspectionOrder &order)
{
    return {.listing = {.server = order.config.id.value, .definitions = definitionsOf(order.info, order.tools, order.prompts, order.resources), .program = order.info.name},
            .identity = identityOf(order.config)};
}

QHash<QString, McpInspectionPtr> inspectAll(const McpInspectorDesk &desk, std::optional<Error> &error)
{
    const Result<McpPins> pins = loadPins(desk.pinsPath);
    if (!pins)
        error = pins.error();
    QList<McpListing> listings;
    for (const auto &[id, server] : desk.servers)
        listings << server.listing;
    const ScanReport scan = scanForPoison(listings);
    QHash<QString, McpInspectionPtr> made;
    for (const auto &[id, server] : desk.servers) {
        auto inspection = std::make_shared<McpInspection>();
        addCost(*inspection, server.listing);
        addDrift(*inspection, checkPin(pins ? pins->find(id) : nullptr, server.identity, server.listing));
        addFindings(*inspection, scan.findings, id);
        made.insert(id, inspection);
    }
    return made;
}

Result<void> approveServer(const McpInspectorDesk &desk, const QString &id, const QStringList &names)
{
    const auto server = desk.servers.find(id);
    if (server == desk.servers.end())
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("Nothing was approved: the server is not connected.")};
    Result<McpPins> pins = loadPins(desk.pinsPath);
    if (!pins)
        return pins.error();
    QStringList unknown;
    const McpPin pin = approve(pins->find(id), server->second.identity, server->second.listing, names, unknown);
    if (!unknown.isEmpty())
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("Nothing was approved: there is no %1").arg(unknown.join(QStringLiteral(", ")))};
    pins->pins.removeIf([&id](const McpPin &known) { return known.server == id; });
    pins->pins.append(pin);
    return savePins(*pins, desk.pinsPath);
}

} // namespace qd
