#include "features/mcpfeature.h"

#include "confirm/plaintext.h"
#include "mainwindow.h"
#include "mcp/mcpview.h"
#include "mcp/schemaform.h"
#include "mcp/wirepanel.h"
#include "mcpwiretext.h"
#include "shell/bannerarea.h"
#include "shell/pagestack.h"
#include "workspace.h"

#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QGuiApplication>

#include <algorithm>
#include <utility>

namespace qd {

namespace {

constexpr qint64 largestImport = 1024 * 1024;

const PageId &mcpPage()
{
    static const PageId id(QStringLiteral("mcp"));
    return id;
}

template<typename T>
const T *named(const QList<T> &list, QString T::*member, const QString &key)
{
    const auto found = std::find_if(list.cbegin(), list.cend(), [&](const T &item) { return item.*member == key; });
    return found == list.cend() ? nullptr : &*found;
}

ToolForm promptForm(const McpPrompt &prompt)
{
    ToolForm form;
    for (const McpPromptArgument &argument : prompt.arguments)
        form.fields.append({.path = u'/' + argument.name, .name = argument.name, .description = argument.description, .isRequired = argument.isRequired});
    return form;
}

} // namespace

McpFeature::McpFeature(Workspace &workspace, MainWindow &window)
    : m_workspace(workspace), m_window(window), m_connector(workspace.systemClock, m_timers, m_secrets), m_servers(m_store), m_wire(m_store),
      m_controller(std::make_unique<McpBenchController>(
          McpBenchController::Parts{m_connector, workspace.confirm, m_secrets, workspace.systemClock, m_timers, mcpServerListPath()}, m_store))
{
    m_shownWire.setSourceModel(&m_wire);
    m_window.addDestination(mcpPage(), [this] { return makeView(); }, QStringLiteral("plug-connected"), tr("MCP"), QChar(u'M'));
    connect(&m_store, &McpBenchStore::serverChanged, this, &McpFeature::showServer);
    connect(&m_store, &McpBenchStore::serverRemoved, this, &McpFeature::showServer);
    connect(&m_store, &McpBenchStore::serverAdded, this, [this] {
        tryReplay();
        showServer();
    });
    connect(&m_store, &McpBenchStore::serverChanged, this, &McpFeature::tryReplay, Qt::QueuedConnection);
    connect(m_controller.get(), &McpBenchController::failed, this, &McpFeature::showFailure);
    connect(m_controller.get(), &McpBenchController::imported, this, [this](const QStringList &notes) {
        m_window.banners().showBanner({QStringLiteral("mcp-import"), StatusTone::Info, tr("The MCP servers were imported"), notes.join(u'\n').left(2000)});
    });
    connect(&window.pages(), &PageStack::pageChanged, this, &McpFeature::showServer);
    connect(&workspace.navigator, &Navigator::replayRequested, this, &McpFeature::replay);
    addCommands();
}

McpFeature::~McpFeature() { delete m_view; }

void McpFeature::addCommands()
{
    CommandRegistry &commands = m_workspace.commands;
    const auto add = [&](const char *id, const QString &title, const char *icon, auto action) {
        commands.add({CommandId(QLatin1StringView(id)), title, tr("MCP"), {}, QLatin1StringView(icon)}, this, action);
    };
    add("mcp.import", tr("MCP: import the servers of another client"), "plug-connected", [this] {
        m_window.pages().open(mcpPage());
        importFile();
    });
    add("mcp.call", tr("MCP: send the call"), "player-play", [this] { send(); });
    add("mcp.cancel", tr("MCP: cancel the call"), "player-pause", [this] { m_controller->cancelCall(); });
    add("mcp.export", tr("MCP: copy the server list as mcpServers, without secrets"), "copy",
        [this] { QGuiApplication::clipboard()->setText(QString::fromUtf8(m_controller->exported())); });
    for (const auto &[keys, what] : {std::pair(QStringLiteral("Enter"), tr("Connect to the server; go to the form of a tool")),
                                     std::pair(QStringLiteral("Ctrl+Enter"), tr("Send the call")), std::pair(QStringLiteral("Esc"), tr("Cancel the call, or back")),
                                     std::pair(QStringLiteral("/"), tr("Filter"))})
        commands.addHint({mcpPage(), tr("MCP bench"), keys, what});
}

QWidget *McpFeature::makeView()
{
    m_controller->load();
    m_view = new McpView({m_servers, m_offers, m_shownWire}, m_workspace.theme, m_workspace.systemClock);
    wireView();
    if (!m_store.servers().isEmpty())
        m_view->chooseServer(m_replay ? m_replay->server : m_store.servers().first().config.id);
    m_view->call().setCall(m_store.call());
    if (m_gateway)
        m_view->setSubjects(m_gateway->subjects(), m_gateway->subject());
    showServer();
    return m_view;
}

void McpFeature::wireView()
{
    McpBenchController *controller = m_controller.get();
    connect(m_view, &McpView::connectRequested, controller, &McpBenchController::connectServer);
    connect(m_view, &McpView::disconnectRequested, controller, &McpBenchController::disconnectServer);
    connect(m_view, &McpView::refreshRequested, controller, &McpBenchController::refresh);
    connect(m_view, &McpView::removeRequested, controller, &McpBenchController::removeServer);
    connect(m_view, &McpView::importRequested, this, &McpFeature::importFile);
    connect(m_view, &McpView::serverChosen, this, [this] {
        m_view->call().setSubject({});
        showServer();
    });
    connect(m_view, &McpView::tabChosen, this, [this] {
        m_view->call().setSubject({});
        showServer();
    });
    connect(m_view, &McpView::offerChosen, this, &McpFeature::showSubject);
    connect(m_view, &McpView::subjectChosen, this, [this](const QString &subject) {
        if (!m_gateway)
            return;
        m_gateway->choose(subject);
        showServer();
    });
    connect(m_view, &McpView::backRequested, &m_window.pages(), &PageStack::back);
    connect(&m_view->call(), &CallPanel::callRequested, this, &McpFeature::send);
    connect(&m_view->call(), &CallPanel::cancelRequested, controller, &McpBenchController::cancelCall);
    connect(&m_view->call(), &CallPanel::rawToggled, this, &McpFeature::toggleRaw);
    connect(&m_view->wire(), &WirePanel::filterChanged, &m_shownWire, &McpWireProxy::setText);
    connect(&m_view->wire(), &WirePanel::clearRequested, &m_store, &McpBenchStore::clearLog);
    connect(&m_view->wire(), &WirePanel::curlRequested, this, &McpFeature::copyCurl);
    connect(&m_store, &McpBenchStore::callChanged, m_view, [this] { m_view->call().setCall(m_store.call()); });
    connect(&m_store, &McpBenchStore::logForgot, m_view, [this] { m_view->wire().setForgotten(m_store.forgotten()); });
}

void McpFeature::showServer()
{
    if (!m_view)
        return;
    if (m_view->currentServer().isEmpty() && !m_store.servers().isEmpty())
        m_view->chooseServer(m_store.servers().first().config.id);
    const McpServerState *state = m_store.server(m_view->currentServer());
    m_shownWire.setServer(state ? state->config.id.value : QString());
    m_shownWire.setNotificationsOnly(m_view->currentTab() == McpView::Tab::Notifications);
    showOffers(state);
    m_view->setServer(state);
    chooseFirstOffer();
    m_view->setProperty("busy", (m_gateway && m_gateway->isReading()) || (state && (state->isListing || state->status == McpServerState::Status::Connecting)));
    if (state)
        greetServer(McpServerState(*state)); // it changes the store
}

void McpFeature::showOffers(const McpServerState *state)
{
    if (!state)
        return m_offers.clear();
    if (m_view->currentTab() == McpView::Tab::Prompts)
        m_offers.showPrompts(*state);
    else if (m_view->currentTab() == McpView::Tab::Resources)
        m_offers.showResources(*state);
    else
        m_offers.showTools(*state);
}

void McpFeature::showSubject(const QString &key) { m_view->call().setSubject(subjectOf(key)); }

CallSubject McpFeature::subjectOf(const QString &key) const
{
    const McpServerState *state = m_store.server(m_view->currentServer());
    if (!state || key.isEmpty())
        return {};
    if (m_view->currentTab() == McpView::Tab::Prompts) {
        const McpPrompt *prompt = named(state->prompts, &McpPrompt::name, key);
        return prompt ? CallSubject{.kind = McpCallRecord::Kind::Prompt, .name = key, .title = prompt->title, .description = prompt->description, .form = promptForm(*prompt)}
                      : CallSubject{};
    }
    if (m_view->currentTab() == McpView::Tab::Resources) {
        const McpResource *resource = named(state->resources, &McpResource::uri, key);
        return resource ? CallSubject{.kind = McpCallRecord::Kind::Resource, .name = key, .title = resource->title, .description = resource->description} : CallSubject{};
    }
    const McpTool *tool = named(state->tools, &McpTool::name, key);
    return tool ? CallSubject{.name = key, .title = tool->title, .description = tool->description, .form = formOfSchema(tool->inputSchema.toUtf8()),
                              .isReadOnly = tool->isReadOnly, .isDestructive = tool->isDestructive} : CallSubject{};
}

/// What was typed moves along; when it cannot, the input stays as it is and says why.
void McpFeature::toggleRaw(bool isRaw)
{
    CallPanel &call = m_view->call();
    if (isRaw) {
        const auto text = argumentsOf(call.subject().form, call.values());
        call.showRaw(text ? *text : QStringLiteral("{}"));
        return call.setProblem(text ? QString() : text.error().message);
    }
    const auto values = valuesOf(call.subject().form, call.rawText());
    if (values)
        call.showValues(*values);
    call.setProblem(values ? QString() : values.error().message);
}

void McpFeature::send()
{
    if (!m_view || m_view->call().subject().name.isEmpty() || m_view->call().isBusy())
        return;
    const McpServerId server = m_view->currentServer();
    const CallSubject &subject = m_view->call().subject();
    switch (subject.kind) {
    case McpCallRecord::Kind::Tool: return sendTool(server, subject.name);
    case McpCallRecord::Kind::Prompt: return sendPrompt(server, subject.name);
    case McpCallRecord::Kind::Resource: return m_controller->readResource(server, subject.name);
    }
}

void McpFeature::sendTool(const McpServerId &server, const QString &tool)
{
    CallPanel &call = m_view->call();
    const Result<QString> arguments = call.isRaw() ? Result<QString>(call.rawText()) : argumentsOf(call.subject().form, call.values());
    call.setProblem(arguments ? QString() : arguments.error().message);
    if (arguments)
        m_controller->callTool(server, tool, *arguments);
}

void McpFeature::sendPrompt(const McpServerId &server, const QString &prompt)
{
    QList<std::pair<QString, QString>> arguments;
    const ToolValues values = m_view->call().values();
    for (const ToolField &field : m_view->call().subject().form.fields)
        if (const QString value = values.value(field.path); !value.isEmpty() || field.isRequired)
            arguments.append({field.name, value});
    m_controller->getPrompt(server, prompt, arguments);
}

void McpFeature::importFile()
{
    auto *dialog = new QFileDialog(&m_window, tr("Import MCP servers"), QString(), tr("Configuration (*.json);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly) || file.size() > largestImport)
            return showFailure({.kind = ErrorKind::Invalid, .message = tr("The file cannot be read, or is larger than 1 MiB.")});
        m_controller->import(file.readAll());
    });
    dialog->open();
}

void McpFeature::copyCurl(qsizetype row)
{
    if (row < 0 || row >= static_cast<qsizetype>(m_store.log().size()))
        return;
    const McpLogEntry &logged = m_store.log().at(static_cast<size_t>(row));
    const McpServerState *state = m_store.server(logged.server);
    QGuiApplication::clipboard()->setText(wiretext::asCurl(logged, state ? state->config : McpServerConfig{}));
}

void McpFeature::showFailure(const Error &error)
{
    m_window.banners().showBanner({QStringLiteral("mcp-import"), StatusTone::Crit, error.message, error.detail.left(2000)});
}

void McpFeature::attach(WatchedAccount &account)
{
    m_account = &account;
    m_controller->setGuard(&account.guard());
    connect(&account, &QObject::destroyed, this, [this, dying = &account] {
        if (m_account && m_account != dying)
            return;
        m_gateway.reset();
        m_controller->setGuard(nullptr);
        m_controller->removePassing();
    });
    if (!account.profile().arm.hasApim())
        return;
    m_gateway = std::make_unique<GatewayServers>(account.session().apim(), m_secrets);
    connect(m_gateway.get(), &GatewayServers::found, this, &McpFeature::takeGateway);
    connect(m_gateway.get(), &GatewayServers::failed, this, [this](const Error &error) {
        m_window.banners().showBanner({QStringLiteral("mcp-gateway"), StatusTone::Warn, tr("The gateway's MCP servers could not be read"), error.message});
        showServer();
    });
    m_gateway->read();
}

void McpFeature::takeGateway(const QList<McpServerConfig> &servers)
{
    m_greeted.clear();
    m_window.banners().dismiss(QStringLiteral("mcp-gateway"));
    for (const McpServerConfig &server : servers)
        m_controller->addPassing(server);
    if (m_view)
        m_view->setSubjects(m_gateway->subjects(), m_gateway->subject());
    tryReplay();
    showServer();
}

/// Looking at a server of the gateway connects to it, once: that only reads. Own servers wait for the operator's word.
void McpFeature::greetServer(const McpServerState &state)
{
    if (!state.isPassing || state.status != McpServerState::Status::Idle || m_window.pages().currentPage() != mcpPage() || m_greeted.contains(state.config.id))
        return;
    m_greeted.insert(state.config.id);
    m_controller->connectServer(state.config.id);
}

void McpFeature::chooseFirstOffer()
{
    if (m_view->call().subject().name.isEmpty() && m_offers.rowCount() > 0 && !m_replay)
        m_view->chooseOffer(m_offers.index(0, 0).data(McpOfferModel::KeyRole).toString());
}

void McpFeature::replay(const QString &server, const QString &tool, const QString &arguments)
{
    m_replay = Replay{McpServerId(server), tool, arguments};
    m_window.pages().open(mcpPage());
    tryReplay();
}

/// The gateway may still be telling what it has.
void McpFeature::sayUnknownServer()
{
    if (m_gateway && m_gateway->isReading())
        return;
    m_window.banners().showBanner({QStringLiteral("mcp-replay"), StatusTone::Warn, tr("The call cannot be made again here: its MCP server is not in the list"),
                                   visibleText(m_replay->server.value, 200)});
    m_replay.reset();
}

/// Goes as far as it can: chooses the server, connects, and fills the call in when the tool is listed.
void McpFeature::tryReplay()
{
    if (!m_replay || !m_view)
        return;
    const McpServerState *state = m_store.server(m_replay->server);
    if (!state)
        return sayUnknownServer();
    m_view->chooseServer(m_replay->server);
    m_view->chooseTab(McpView::Tab::Tools);
    if (state->status == McpServerState::Status::Idle)
        return m_controller->connectServer(m_replay->server);
    if (state->status != McpServerState::Status::Connected || state->isListing || !state->listedAt)
        return;
    const Replay wanted = *std::exchange(m_replay, std::nullopt);
    showServer();
    m_view->chooseOffer(wanted.tool);
    CallPanel &call = m_view->call();
    if (call.subject().name != wanted.tool) // not offered (any more): it is called all the same
        call.setSubject({.name = wanted.tool, .description = tr("The server does not list this tool."), .form = {.fields = {}, .isRaw = true}});
    const auto values = valuesOf(call.subject().form, wanted.arguments);
    if (values && !call.subject().form.isRaw)
        call.showValues(*values);
    else
        call.showRaw(wanted.arguments);
    call.focusInput();
}

} // namespace qd
