#include "commands/mcp/mcppincommand.h"

#include "mcp/pinfile.h"
#include "mcp/poisonscan.h"
#include "mcp/serveridentity.h"
#include "output/mcpguardjson.h"
#include "printabletext.h"

#include <utility>

namespace qd {

McpPinCommand::McpPinCommand(const CliContext &context, const McpSide &side, McpPinRequest request, const CliSignInChoice &signIn)
    : McpSidesCommand(context, {side}, signIn), m_side(side), m_request(std::move(request))
{
}

ExitCode McpPinCommand::judge(const QList<McpListing> &listings)
{
    const McpListing &listing = listings.first();
    const McpIdentity identity = identityOf(m_side.config);
    if (m_request.isApproving) {
        if (const auto done = approveNow(identity, listing); !done)
            return complainOf(done.error());
    }
    const PinReport pinReport = checkPin(m_request.pins.find(listing.server), identity, listing);
    report(pinReport, listing);
    return pinReport.isApproved() ? ExitCode::Healthy : ExitCode::Critical;
}

Result<void> McpPinCommand::approveNow(const McpIdentity &identity, const McpListing &listing)
{
    QStringList unknown;
    const McpPin pin = approve(m_request.pins.find(listing.server), identity, listing, m_request.names, unknown);
    if (!unknown.isEmpty())
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("Nothing was approved: there is no %1").arg(unknown.join(QStringLiteral(", ")))};
    m_request.pins.pins.removeIf([&listing](const McpPin &known) { return known.server == listing.server; });
    m_request.pins.pins.append(pin);
    if (scanForPoison({listing}).isSuspicious())
        streams().complain(QStringLiteral("warning: the scan finds something in these definitions; see `deckctl mcp scan`"));
    return savePins(m_request.pins, m_request.path);
}

void McpPinCommand::report(const PinReport &pinReport, const McpListing &listing) const
{
    if (isJson())
        return streams().print(json::pinReport(listing.server, m_request.path, pinReport));
    if (!pinReport.isPinned)
        streams().print(QStringLiteral("%1 is not pinned: nothing of it was approved yet.\n").arg(printableText(listing.server)));
    streams().print(text::identityDrift(pinReport.identity));
    streams().print(text::drift(pinReport.items, QStringLiteral("approved"), QStringLiteral("new")));
}

} // namespace qd
