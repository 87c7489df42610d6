#include "commands/mcp/mcpdiffcommand.h"

#include "mcp/drift.h"
#include "output/mcpguardjson.h"
#include "output/mcpsessionjson.h"

#include <algorithm>
#include <utility>

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

McpDiffCommand::McpDiffCommand(const CliContext &context, const QList<McpSide> &sides, QStringList ignored, const CliSignInChoice &signIn)
    : McpSidesCommand(context, sides, signIn), m_both(sides), m_ignored(std::move(ignored))
{
}

ExitCode McpDiffCommand::judgeSessions(const SessionView &first, const SessionView &second) const
{
    const SessionDiff diff = diffOf(first, second, m_ignored);
    const QString a = m_both.first().name;
    const QString b = m_both.last().name;
    streams().print(isJson() ? json::sessionDiff(a, b, diff) : text::sessionDiff(a, b, diff).toUtf8());
    return diff.isSame() ? ExitCode::Healthy : ExitCode::Critical;
}

ExitCode McpDiffCommand::judge(const QList<McpListing> &listings)
{
    if (m_both.first().session && m_both.last().session)
        return judgeSessions(*m_both.first().session, *m_both.last().session);
    const McpListing &a = listings.first();
    const McpListing &b = listings.last();
    const bool withInstructions = a.hasInstructions && b.hasInstructions;
    const QList<ItemDrift> items = driftOf(comparable(a, withInstructions), comparable(b, withInstructions));
    const bool isSame = std::ranges::all_of(items, [](const ItemDrift &item) { return item.state == DriftState::Approved; });
    streams().print(isJson() ? json::listingDiff(a.server, b.server, items) : text::drift(items, QStringLiteral("same"), QStringLiteral("added")).toUtf8());
    return isSame ? ExitCode::Healthy : ExitCode::Critical;
}

} // namespace qd
