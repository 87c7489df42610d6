#include "features/allowlistfeature.h"

#include "allowlist/allowlistview.h"
#include "mainwindow.h"
#include "shell/pagestack.h"
#include "workspace.h"

namespace qd {

namespace {

const PageId &allowlistPage()
{
    static const PageId id(QStringLiteral("allowlist"));
    return id;
}

} // namespace

AllowlistFeature::AllowlistFeature(Workspace &workspace, MainWindow &window) : m_workspace(workspace), m_window(window)
{
    m_window.addDestination(allowlistPage(), [this] { return makeView(); }, QStringLiteral("shield-lock"), tr("Allowlist"), QChar(u'A'));
    connect(&m_store, &AllowStore::serversChanged, this, &AllowlistFeature::showServers);
    connect(&m_store, &AllowStore::serverChanged, this, [this](const QString &key) {
        m_servers.setRows(m_store.servers());
        if (key == m_store.openKey())
            showOpen();
    });
    connect(&m_store, &AllowStore::openChanged, this, &AllowlistFeature::showOpen);
    connect(&m_store, &AllowStore::subjectsChanged, this, [this] {
        if (m_view)
            m_view->setSubjects(m_store.subjects());
    });
    connect(&m_window.pages(), &PageStack::pageChanged, this, [this] {
        if (isShown() && m_controller && !m_store.isListed())
            m_controller->refreshServers();
    });
    connect(&workspace.navigator, &Navigator::allowlistRequested, this, [this](const ApiId &api) {
        m_wanted = api.value;
        m_window.pages().open(allowlistPage());
        if (m_controller)
            m_controller->open(std::exchange(m_wanted, {}));
    });
    addCommands();
}

AllowlistFeature::~AllowlistFeature() { delete m_view; }

bool AllowlistFeature::isShown() const { return m_window.pages().currentPage() == allowlistPage(); }

QWidget *AllowlistFeature::makeView()
{
    m_view = new AllowlistView({m_servers, m_tools, m_proof}, m_workspace.theme, m_workspace.clock);
    wireView();
    if (m_account && !m_controller)
        m_view->showNotConfigured();
    m_view->setSubjects(m_store.subjects());
    showServers();
    showOpen();
    return m_view;
}

void AllowlistFeature::wireView()
{
    const auto with = [this](auto step) {
        return [this, step] {
            if (m_controller)
                step(*m_controller);
        };
    };
    connect(m_view, &AllowlistView::serverChosen, this, [this](const QString &key) {
        if (m_controller)
            m_controller->open(key);
    });
    connect(m_view, &AllowlistView::decided, this, [this](const QStringList &tools, ToolDecision decision) {
        if (m_controller)
            m_controller->decide(tools, decision);
    });
    connect(m_view, &AllowlistView::proveRequested, this, [this](const QString &subject) {
        if (m_controller)
            m_controller->prove(subject);
    });
    connect(m_view, &AllowlistView::applyRequested, this, with([](AllowController &controller) { controller.apply(); }));
    connect(m_view, &AllowlistView::revertRequested, this, with([](AllowController &controller) { controller.revert(); }));
    connect(m_view, &AllowlistView::driftAccepted, this, with([](AllowController &controller) { controller.acceptDrift(); }));
    connect(m_view, &AllowlistView::undoRequested, this, with([](AllowController &controller) { controller.undo(); }));
    connect(m_view, &AllowlistView::retryRequested, this, [this] {
        if (m_controller && m_store.isListed())
            m_controller->reload();
        else if (m_controller)
            m_controller->refreshServers();
    });
}

void AllowlistFeature::addCommands()
{
    CommandRegistry &commands = m_workspace.commands;
    const auto add = [this, &commands](const char *id, const QString &title, const char *icon, auto step) {
        commands.add({CommandId(QLatin1StringView(id)), title, tr("Allowlist"), {}, QLatin1StringView(icon)}, this, [this, step] {
            m_window.pages().open(allowlistPage());
            if (m_controller)
                step();
        });
    };
    add("allow.apply", tr("Apply the tool allowlist"), "circle-check", [this] { m_controller->apply(); });
    add("allow.prove", tr("Prove the tool allowlist through the gateway"), "shield-lock", [this] { m_controller->prove(m_view->subject()); });
    add("allow.undo", tr("Undo the last allowlist change"), "history", [this] { m_controller->undo(); });
    add("allow.revert", tr("Discard the changed decisions"), "x", [this] { m_controller->revert(); });
    add("allow.reload", tr("Read policy, tools and calls again"), "refresh", [this] { m_controller->reload(); });
    for (const auto &[keys, what] : {std::pair(QStringLiteral("+ or -"), tr("Allow or deny the selected tools")),
                                     std::pair(QStringLiteral("Space"), tr("Next decision")), std::pair(QStringLiteral("Ctrl+Enter"), tr("Apply"))})
        commands.addHint({allowlistPage(), tr("Allowlist"), keys, what});
}

void AllowlistFeature::attach(WatchedAccount &account)
{
    m_controller.reset();
    m_account = &account;
    m_store.clear();
    if (account.profile().arm.hasApim())
        makeController();
    else if (m_view)
        m_view->showNotConfigured();
}

void AllowlistFeature::makeController()
{
    Session &session = m_account->session();
    m_controller = std::make_unique<AllowController>(
        AllowController::Parts{session.apim(), session.monitor(), session.mcp(), m_account->guard(), m_workspace.local.history(), m_store, m_workspace.clock},
        m_account->profile().clientId);
    connect(m_account, &WatchedAccount::ending, m_controller.get(), [this] { m_controller.reset(); });
    connect(m_controller.get(), &AllowController::refused, this, [this](const QString &reason) {
        if (m_view)
            m_view->showNotice(reason);
    });
    connect(m_controller.get(), &AllowController::applied, this, [this](bool isDone) {
        if (m_view && isDone)
            m_view->showNotice(tr("Written. Prove it from outside."));
    });
    if (!m_wanted.isEmpty())
        m_controller->open(std::exchange(m_wanted, {}));
    if (isShown())
        m_controller->refreshServers();
}

void AllowlistFeature::showServers()
{
    m_servers.setRows(m_store.servers());
    if (m_view && m_controller)
        m_view->showListError(m_store.listError(), m_store.isListed(), !m_store.keys().isEmpty());
}

void AllowlistFeature::showOpen()
{
    const AllowServer *server = m_store.openServer();
    m_tools.setRows(server ? server->tools : QList<AllowTool>());
    m_proof.setRows(server ? server->proof.rows : QList<ProofRow>());
    if (m_view)
        m_view->showServer(server);
}

} // namespace qd
