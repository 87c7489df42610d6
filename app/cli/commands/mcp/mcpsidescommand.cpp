#include "commands/mcp/mcpsidescommand.h"

#include "commands/mcp/leavetaking.h"
#include "output/errorreport.h"
#include "printabletext.h"

#include <utility>

namespace qd {

McpSidesCommand::McpSidesCommand(const CliContext &context, QList<McpSide> sides, const CliSignInChoice &signIn)
    : m_context(context), m_sides(std::move(sides)), m_connections(context, signIn)
{
}

void McpSidesCommand::start() { QMetaObject::invokeMethod(this, &McpSidesCommand::readNext, Qt::QueuedConnection); }

void McpSidesCommand::readNext()
{
    if (m_session)
        m_session->close();
    if (m_listings.size() == m_sides.size())
        return end(judge(m_listings));
    const McpSide &side = m_sides.at(m_listings.size());
    if (!side.saved)
        return open(side);
    m_listings << *side.saved;
    readNext();
}

void McpSidesCommand::open(const McpSide &side)
{
    m_reader.reset();
    m_session = m_connections.connector().makeSession(m_connections.with(side.config));
    m_reader = std::make_unique<McpListingReader>(*m_session, side.name, this, [this](const Result<McpListing> &listing) { take(listing); });
    m_session->open(this, [this](const Result<McpServerInfo> &info) {
        if (info)
            m_reader->start();
        else
            take(info.error());
    });
}

/// Later: the reader that said this is replaced by the next one.
void McpSidesCommand::take(const Result<McpListing> &listing)
{
    if (!listing) {
        m_session->close();
        return end(complainOf(listing.error()));
    }
    m_listings << *listing;
    QMetaObject::invokeMethod(this, &McpSidesCommand::readNext, Qt::QueuedConnection);
}

ExitCode McpSidesCommand::complainOf(const Error &error) const { return reportError(m_context.options, m_context.streams, error); }

void McpSidesCommand::end(ExitCode code)
{
    whenLeft(m_connections.connector(), m_connections.timers(), this, [this, code] { emit finished(code); });
}

} // namespace qd
