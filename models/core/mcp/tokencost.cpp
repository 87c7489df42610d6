#include "mcp/tokencost.h"

#include <algorithm>

namespace qd {

qint64 estimatedTokens(qint64 bytes) { return (bytes * 10 + 47) / 48; }

ListingCost costOf(const McpListing &listing, const QStringList &without)
{
    ListingCost cost;
    for (const McpDefinition &definition : listing.definitions) {
        const bool isTool = definition.kind == McpDefinition::Kind::Tool;
        if ((!isTool && definition.kind != McpDefinition::Kind::Instructions) || (isTool && without.contains(definition.name)))
            continue;
        cost.items.append({.kind = definition.kind, .name = definition.name, .bytes = definition.bytes, .tokens = estimatedTokens(definition.bytes)});
        cost.bytes += definition.bytes;
        cost.tokens += cost.items.last().tokens;
    }
    std::ranges::stable_sort(cost.items, [](const DefinitionCost &a, const DefinitionCost &b) { return a.tokens > b.tokens; });
    return cost;
}

} // namespace qd
