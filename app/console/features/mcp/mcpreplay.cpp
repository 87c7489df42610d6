#include "features/mcp/mcpreplay.h"

#include "confirm/plaintext.h"
#include "features/mcp/mcpgateway.h"
#include "mainwindow.h"
#include "shell/bannerarea.h"
#include "shell/pagestack.h"

#include <utility>

namespace qd {

McpReplay::McpReplay(McpDesk &desk, McpExplorer &explorer, McpGateway &gateway, QObject *parent)
    : QObject(parent), m_desk(desk), m_explorer(explorer), m_gateway(gateway)
{
    connect(&desk.store, &McpBenchStore::serverAdded, this, &McpReplay::goOn);
    connect(&desk.store, &McpBenchStore::serverChanged, this, &McpReplay::goOn, Qt::QueuedConnection);
    connect(&gateway, &McpGateway::changed, this, &McpReplay::goOn);
}

void McpReplay::start(const QString &server, const QString &tool, const QString &arguments)
{
    m_wanted = Wanted{McpServerId(server), tool, arguments};
    m_explorer.setHolding(true);
    m_desk.window.pages().open(McpDesk::page());
    goOn();
}

/// The gateway may still be telling what it has.
void McpReplay::sayUnknown()
{
    if (m_gateway.isReading())
        return;
    m_desk.window.banners().showBanner({QStringLiteral("mcp-replay"), StatusTone::Warn, tr("The call cannot be made again here: its MCP server is not in the list"),
                                        visibleText(m_wanted->server.value, 200)});
    m_wanted.reset();
    m_explorer.setHolding(false);
}

void McpReplay::goOn()
{
    if (!m_wanted || !m_desk.view)
        return;
    const McpServerState *state = m_desk.store.server(m_wanted->server);
    if (!state)
        return sayUnknown();
    m_desk.view->chooseServer(m_wanted->server);
    m_desk.view->chooseTab(McpView::Tab::Tools);
    if (state->status == McpServerState::Status::Idle)
        return m_desk.controller->connections().connectServer(m_wanted->server);
    if (state->status != McpServerState::Status::Connected || state->isListing || !state->listedAt)
        return;
    const Wanted wanted = *std::exchange(m_wanted, std::nullopt);
    m_explorer.fillIn(wanted.tool, wanted.arguments);
}

} // namespace qd
