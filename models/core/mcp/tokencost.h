#pragma once

#include "mcp/mcpdefinition.h"

#include <QStringList>

namespace qd {

/// What a definition takes of a model's context window each time it is listed. An estimate by bytes: a tokenizer differs by
/// about a tenth on the four reference servers.
struct DefinitionCost {
    McpDefinition::Kind kind = McpDefinition::Kind::Tool;
    QString name;
    qint64 bytes = 0;
    qint64 tokens = 0;
};

struct ListingCost {
    QList<DefinitionCost> items; ///< tools and instructions, the dearest first
    qint64 bytes = 0;
    qint64 tokens = 0;           ///< the sum of the items
};

/// Bytes / 4.8, rounded up.
[[nodiscard]] qint64 estimatedTokens(qint64 bytes);
/// Of tools and instructions, which a client hands to its model; tools named in `without` are left out.
[[nodiscard]] ListingCost costOf(const McpListing &listing, const QStringList &without = {});

} // namespace qd
