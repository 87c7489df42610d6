#pragma once

#include "mcp/mcpdefinition.h"
#include "mcp/mcptypes.h"
#include "result.h"

namespace qd {

/// What a server offers, as definitions that can be compared, pinned and scanned: whole, as they were sent, with the
/// members that this client does not know.
[[nodiscard]] McpDefinition instructionsDefinition(const QString &instructions);
[[nodiscard]] McpDefinition toolDefinition(const McpTool &tool);
[[nodiscard]] McpDefinition promptDefinition(const McpPrompt &prompt);
[[nodiscard]] McpDefinition resourceDefinition(const McpResource &resource);
/// An empty text has no instructions.
[[nodiscard]] QList<McpDefinition> definitionsOf(const McpServerInfo &info, const QList<McpTool> &tools, const QList<McpPrompt> &prompts, const QList<McpResource> &resources);

/// A listing that was saved: what `deckctl mcp list --json` prints, or the result of a tools/list. ErrorKind::Decode names
/// the place. At most 16 MiB.
[[nodiscard]] Result<McpListing> decodeListing(const QString &name, const QByteArray &json);

} // namespace qd
