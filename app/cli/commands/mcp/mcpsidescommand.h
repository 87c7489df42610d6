#pragma once

#include "command.h"
#include "commands/mcp/cliconnections.h"
#include "commands/mcp/mcplistingreader.h"
#include "mcp/sessiondiff.h"

#include <optional>

namespace qd {

/// A server to read, or a listing that was saved.
struct McpSide {
    QString name;
    McpServerConfig config;
    std::optional<McpListing> saved;
    std::optional<SessionView> session = {}; ///< of a file that holds a recorded session
};

/// What pin, scan and diff share: reads one side after the other, ends each connection, then judges them all.
class McpSidesCommand : public Command
{
    Q_OBJECT

public:
    McpSidesCommand(const CliContext &context, QList<McpSide> sides, const CliSignInChoice &signIn);
    void start() override;

protected:
    /// All sides in their order; gives the code to end with.
    virtual ExitCode judge(const QList<McpListing> &listings) = 0;
    [[nodiscard]] const CliStreams &streams() const { return m_context.streams; }
    [[nodiscard]] bool isJson() const { return m_context.options.format == OutputFormat::Json; }
    /// Says what went wrong; gives its code.
    [[nodiscard]] ExitCode complainOf(const Error &error) const;

private:
    void readNext();
    void open(const McpSide &side);
    void take(const Result<McpListing> &listing);
    void end(ExitCode code);

    const CliContext m_context;
    const QList<McpSide> m_sides;
    QList<McpListing> m_listings;
    CliConnections m_connections;
    std::unique_ptr<McpSession> m_session;
    std::unique_ptr<McpListingReader> m_reader;
};

} // namespace qd
