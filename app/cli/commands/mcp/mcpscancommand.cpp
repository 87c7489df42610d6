#include "commands/mcp/mcpscancommand.h"

#include "output/mcpguardjson.h"

#include <utility>

namespace qd {

namespace {

QStringList unknownTools(QStringList named, const QList<McpListing> &listings)
{
    for (const McpListing &listing : listings)
        for (const McpDefinition &definition : listing.definitions)
            if (definition.kind == McpDefinition::Kind::Tool)
                named.removeAll(definition.name);
    return named;
}

QList<McpListing> listingsWithout(QList<McpListing> listings, const QStringList &tools)
{
    for (McpListing &listing : listings)
        listing.definitions.removeIf([&tools](const McpDefinition &definition) { return definition.kind == McpDefinition::Kind::Tool && tools.contains(definition.name); });
    return listings;
}

} // namespace

McpScanCommand::McpScanCommand(const CliContext &context, QList<McpSide> sides, QStringList without, const CliSignInChoice &signIn)
    : McpSidesCommand(context, std::move(sides), signIn), m_without(std::move(without))
{
}

ExitCode McpScanCommand::judge(const QList<McpListing> &listings)
{
    if (const QStringList unknown = unknownTools(m_without, listings); !unknown.isEmpty())
        return complainOf({.kind = ErrorKind::Invalid, .message = QStringLiteral("--without names what is no tool here: %1").arg(unknown.join(QStringLiteral(", ")))});
    const QList<McpListing> kept = listingsWithout(listings, m_without);
    const ScanReport report = scanForPoison(kept);
    const ToxicFlow flow = toxicFlowOf(kept);
    streams().print(isJson() ? json::scanReport(listings, report, flow, m_without) : text::scanReport(listings, report, flow, m_without).toUtf8());
    return report.isSuspicious() || flow.isComplete() ? ExitCode::Critical : ExitCode::Healthy;
}

} // namespace qd
