#include "commands/mcp/mcpscancommand.h"

#include "output/mcpguardjson.h"

#include <utility>

namespace qd {

McpScanCommand::McpScanCommand(const CliContext &context, QList<McpSide> sides, QStringList without, const CliSignInChoice &signIn)
    : McpSidesCommand(context, std::move(sides), signIn), m_without(std::move(without))
{
}

ExitCode McpScanCommand::judge(const QList<McpListing> &listings)
{
    const ScanReport report = scanForPoison(listings);
    const ToxicFlow flow = toxicFlowOf(listings, m_without);
    streams().print(isJson() ? json::scanReport(listings, report, flow, m_without) : text::scanReport(listings, report, flow, m_without).toUtf8());
    return report.isSuspicious() || flow.isComplete() ? ExitCode::Critical : ExitCode::Healthy;
}

} // namespace qd
