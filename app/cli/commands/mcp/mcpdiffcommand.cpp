#include "commands/mcp/mcpdiffcommand.h"

#include "mcp/drift.h"
#include "output/mcpguardjson.h"

#include <algorithm>

namespace qd {

namespace {

/// Instructions are compared when both sides say whether they have any.
QList<McpDefinition> comparable(const McpListing &listing, bool withInstructions)
{
    QList<McpDefinition> definitions = listing.definitions;
    if (!withInstructions)
        definitions.removeIf([](const McpDefinition &definition) { return definition.kind == McpDefinition::Kind::Instructions; });
    return definitions;
}

} // namespace

ExitCode McpDiffCommand::judge(const QList<McpListing> &listings)
{
    const McpListing &a = listings.first();
    const McpListing &b = listings.last();
    const bool withInstructions = a.hasInstructions && b.hasInstructions;
    const QList<ItemDrift> items = driftOf(comparable(a, withInstructions), comparable(b, withInstructions));
    const bool isSame = std::ranges::all_of(items, [](const ItemDrift &item) { return item.state == DriftState::Approved; });
    streams().print(isJson() ? json::listingDiff(a.server, b.server, items) : text::drift(items, QStringLiteral("same"), QStringLiteral("added")).toUtf8());
    return isSame ? ExitCode::Healthy : ExitCode::Critical;
}

} // namespace qd
