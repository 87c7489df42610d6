#pragma once

#include "mcp/mcpdefinition.h"
#include "mcp/mcpsession.h"

#include <functional>

namespace qd {

/// Reads everything that an open server offers, one list after the other. Borrows the session, which must outlive it. GUI
/// thread.
class McpListingReader
{
    Q_DISABLE_COPY_MOVE(McpListingReader)

public:
    using Done = std::function<void(const Result<McpListing> &)>;

    McpListingReader(McpSession &session, QString name, QObject *context, Done done);
    void start();

private:
    void readPrompts();
    void readResources();
    void finish();

    McpSession &m_session;
    const QString m_name;
    QObject *m_context;
    const Done m_done;
    QList<McpTool> m_tools;
    QList<McpPrompt> m_prompts;
    QList<McpResource> m_resources;
};

} // namespace qd
