#include "features/mcp/mcpfeature.h"

#include "mainwindow.h"
#include "shell/bannerarea.h"
#include "shell/pagestack.h"
#include "workspace.h"

namespace qd {

McpFeature::McpFeature(Workspace &workspace, MainWindow &window)
    : m_desk(workspace, window), m_explorer(m_desk), m_contents(m_desk, m_explorer), m_requests(m_desk), m_wire(m_desk, m_explorer), m_compare(m_desk), m_exchange(m_desk), m_examine(m_desk), m_load(m_desk), m_tests(m_desk), m_settings(m_desk), m_signIns(m_desk), m_roots(m_desk), m_models(m_desk), m_gateway(m_desk), m_replay(m_desk, m_explorer, m_gateway)
{
    window.addDestination(McpDesk::page(), [this] { return makeView(); }, QStringLiteral("plug-connected"), tr("MCP"), QChar(u'M'));
    connect(m_desk.controller.get(), &McpBenchController::failed, this, [this](const Error &error) { m_desk.showFailure(error); });
    connect(&window.pages(), &PageStack::pageChanged, this, &McpFeature::refreshPage);
    connect(&m_gateway, &McpGateway::changed, this, &McpFeature::refreshPage);
    connect(&m_desk.store, &McpBenchStore::serverChanged, this, &McpFeature::refreshPage, Qt::QueuedConnection);
    connect(&workspace.navigator, &Navigator::replayRequested, &m_replay, &McpReplay::start);
    connect(&window.banners(), &BannerArea::actionRequested, this, [this](const QString &id) {
        if (id == QLatin1String("mcp-request"))
            m_requests.openFirst();
    });
    addCommands();
    addServerCommands();
}

McpFeature::~McpFeature() = default;

void McpFeature::attach(WatchedAccount &account) { m_gateway.attach(account); }

void McpFeature::addCommands()
{
    CommandRegistry &commands = m_desk.workspace.commands;
    const auto add = [&](const char *id, const QString &title, const char *icon, auto action) {
        commands.add({CommandId(QLatin1StringView(id)), title, tr("MCP"), {}, QLatin1StringView(icon)}, this, action);
    };
    add("mcp.import", tr("MCP: import the servers of another client"), "plug-connected", [this] {
        m_desk.window.pages().open(McpDesk::page());
        m_exchange.importFile();
    });
    add("mcp.call", tr("MCP: send the call"), "player-play", [this] { m_explorer.send(); });
    add("mcp.call-as-task", tr("MCP: send the call as a task"), "player-play", [this] { m_explorer.send({.isTask = true, .taskTtl = {}, .meta = {}}); });
    add("mcp.cancel", tr("MCP: cancel the call"), "player-pause", [this] { m_explorer.cancel(); });
    add("mcp.add", tr("MCP: add a server"), "plug-connected", [this] {
        m_desk.window.pages().open(McpDesk::page());
        m_exchange.addServer();
    });
    add("mcp.edit", tr("MCP: edit the chosen server"), "plug-connected", [this] { m_exchange.editServer(); });
    add("mcp.export", tr("MCP: export the servers for another client, without secrets"), "copy", [this] { m_exchange.exportServers(); });
    for (const auto &[keys, what] : {std::pair(QStringLiteral("Enter"), tr("Connect to the server; go to the form of a tool")),
                                     std::pair(QStringLiteral("Ctrl+Enter"), tr("Send the call")), std::pair(QStringLiteral("Esc"), tr("Cancel the call, or back")),
                                     std::pair(QStringLiteral("/"), tr("Filter"))})
        commands.addHint({McpDesk::page(), tr("MCP workbench"), keys, what});
}

void McpFeature::addServerCommands()
{
    CommandRegistry &commands = m_desk.workspace.commands;
    const auto add = [&](const char *id, const QString &title, const char *icon, auto action) {
        commands.add({CommandId(QLatin1StringView(id)), title, tr("MCP"), {}, QLatin1StringView(icon)}, this, action);
    };
    add("mcp.connect", tr("MCP: connect to the chosen server"), "plug-connected", [this] { onServer(&McpConnections::connectServer); });
    add("mcp.disconnect", tr("MCP: disconnect the chosen server"), "plug-connected-x", [this] { onServer(&McpConnections::disconnectServer); });
    add("mcp.refresh", tr("MCP: ask the chosen server anew what it offers"), "refresh", [this] { onServer(&McpConnections::refresh); });
    add("mcp.ping", tr("MCP: measure the time to the chosen server"), "activity", [this] { onServer(&McpConnections::ping); });
    add("mcp.connect-all", tr("MCP: connect to all servers"), "plug-connected", [this] { connectAll(); });
    add("mcp.requests", tr("MCP: answer what servers ask"), "message-2", [this] { m_requests.openFirst(); });
    add("mcp.compare", tr("MCP: compare the listing with what was approved"), "file-code", [this] { openTab(McpView::Tab::Compare); });
    add("mcp.doctor", tr("MCP: examine the connection to the chosen server"), "activity", [this] { m_examine.start(); });
    add("mcp.load", tr("MCP: call the tool in the form over and over and measure"), "activity", [this] { openTab(McpView::Tab::Load); });
    add("mcp.tests", tr("MCP: open a collection of saved calls"), "player-play", [this] {
        openTab(McpView::Tab::Tests);
        m_tests.askForFile();
    });
    add("mcp.run-tests", tr("MCP: run the open collection against the chosen server"), "player-play", [this] {
        openTab(McpView::Tab::Tests);
        m_tests.run();
    });
    add("mcp.save-call", tr("MCP: add the call in the form to a collection"), "copy", [this] { m_tests.addCall(); });
    add("mcp.wire", tr("MCP: show the wire log"), "message-2", [this] { openTab(McpView::Tab::Wire); });
    add("mcp.export-log", tr("MCP: save the shown messages as JSON"), "copy", [this] { m_wire.save(); });
    add("mcp.approve", tr("MCP: approve everything that the chosen server offers"), "shield-lock", [this] {
        if (const McpServerState *state = m_desk.current())
            m_desk.controller->inspector().approve(state->config.id);
    });
}

void McpFeature::onServer(void (McpConnections::*act)(const McpServerId &))
{
    if (const McpServerState *state = m_desk.current())
        (m_desk.controller->connections().*act)(McpServerId(state->config.id)); // the state may go meanwhile
}

void McpFeature::openTab(McpView::Tab tab)
{
    m_desk.window.pages().open(McpDesk::page());
    m_desk.view->chooseTab(tab);
}

/// Commands that were not agreed to yet ask one after the other.
void McpFeature::connectAll()
{
    const QList<McpServerState> servers = m_desk.store.servers();
    for (const McpServerState &state : servers)
        m_desk.controller->connections().connectServer(state.config.id);
}

QWidget *McpFeature::makeView()
{
    m_desk.controller->roster().load();
    m_desk.view = new McpView({m_desk.servers, m_desk.offers, m_desk.shownWire, m_desk.requestRows, m_desk.tasks, m_desk.differences, m_tests.steps()}, m_desk.workspace.theme, m_desk.workspace.systemClock);
    wireView();
    m_explorer.wireView();
    m_contents.wireView();
    m_requests.wireView();
    m_wire.wireView();
    m_compare.wireView();
    m_exchange.wireView();
    m_signIns.wireView();
    m_roots.wireView();
    m_models.wireView();
    m_examine.wireView();
    m_load.wireView();
    m_tests.wireView();
    m_gateway.wireView();
    m_explorer.showServer();
    refreshPage();
    return m_desk.view;
}

void McpFeature::wireView()
{
    McpView *view = m_desk.view;
    McpBenchController &controller = *m_desk.controller;
    connect(view, &McpView::connectRequested, &controller.connections(), &McpConnections::connectServer);
    connect(view, &McpView::disconnectRequested, &controller.connections(), &McpConnections::disconnectServer);
    connect(view, &McpView::refreshRequested, &controller.connections(), &McpConnections::refresh);
    connect(view, &McpView::connectAllRequested, this, &McpFeature::connectAll);
    connect(view, &McpView::removeRequested, &controller.roster(), &McpRoster::remove);
    connect(view, &McpView::approveRequested, this, [this](const McpServerId &id) { m_desk.controller->inspector().approve(id); });
    connect(view, &McpView::serverChosen, this, &McpFeature::refreshPage);
    connect(view, &McpView::backRequested, &m_desk.window.pages(), &PageStack::back);
}

/// For who waits for the page to be done, and for the gateway's servers, which connect by being looked at.
void McpFeature::refreshPage()
{
    if (!m_desk.view)
        return;
    const McpServerState *state = m_desk.current();
    m_desk.view->setProperty("busy", m_gateway.isReading() || (state && (state->isListing || state->status == McpServerState::Status::Connecting)));
    if (state)
        m_gateway.greet(*state);
}

} // namespace qd
