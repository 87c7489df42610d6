#include "commands/mcp/mcpdiffcommand.h"

#include "mcp/drift.h"
#include "output/mcpguardjson.h"
#include "output/mcpsessionjson.h"
#include "printabletext.h"

#include <algorithm>
#include <utility>

namespace qd {

namespace {

/// Kinds of which one of them does not say what there is.
QList<McpDefinition::Kind> untoldIn(const McpListing &a, const McpListing &b)
{
    QList<McpDefinition::Kind> kinds = a.untold + b.untold;
    if (!a.hasInstructions || !b.hasInstructions)
        kinds << McpDefinition::Kind::Instructions;
    return kinds;
}

QList<McpDefinition> comparable(const McpListing &listing, const QList<McpDefinition::Kind> &untold)
{
    QList<McpDefinition> definitions = listing.definitions;
    definitions.removeIf([&untold](const McpDefinition &definition) { return untold.contains(definition.kind); });
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
    const auto untold = untoldIn(a, b);
    const QList<ItemDrift> items = driftOf(comparable(a, untold), comparable(b, untold));
    for (const McpListing *side : {&a, &b})
        for (const McpDefinition::Kind kind : side->untold)
            streams().complain(QStringLiteral("note: %1 has no list of kind %2; that kind is not compared").arg(printableText(side->server), mcpKindName(kind)));
    const bool isSame = std::ranges::all_of(items, [](const ItemDrift &item) { return item.state == DriftState::Approved; });
    streams().print(isJson() ? json::listingDiff(a.server, b.server, items) : text::drift(items, QStringLiteral("same"), QStringLiteral("added")).toUtf8());
    return isSame ? ExitCode::Healthy : ExitCode::Critical;
}

} // namespace qd
