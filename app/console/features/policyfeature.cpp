#include "features/policyfeature.h"

#include "mainwindow.h"
#include "policy/policyeditor.h"
#include "policy/policyview.h"
#include "shell/pagestack.h"
#include "workspace.h"

namespace qd {

namespace {

const PageId &policyPage()
{
    static const PageId id(QStringLiteral("policy"));
    return id;
}

PolicyController::Resolution resolutionOf(PolicyView::Way way)
{
    switch (way) {
    case PolicyView::Way::TakeTheirs: return PolicyController::Resolution::TakeTheirs;
    case PolicyView::Way::Merge: return PolicyController::Resolution::Merge;
    case PolicyView::Way::KeepMine: break;
    }
    return PolicyController::Resolution::KeepMine;
}

} // namespace

PolicyFeature::PolicyFeature(Workspace &workspace, MainWindow &window) : m_workspace(workspace), m_window(window)
{
    m_window.addDestination(policyPage(), [this] { return makeView(); }, QStringLiteral("file-code"), tr("Policies"), QChar(u'P'));
    connect(&m_store, &PolicyStore::scopesChanged, this, &PolicyFeature::showScopes);
    connect(&m_store, &PolicyStore::stateChanged, this, [this](const QString &key) {
        m_scopes.setRows(m_store.states());
        if (key == m_store.openKey())
            showOpen();
    });
    connect(&m_store, &PolicyStore::openChanged, this, &PolicyFeature::showOpen);
    connect(&m_store, &PolicyStore::versionsChanged, this, [this] { m_versions.setRows(m_store.versions()); });
    connect(&m_window.pages(), &PageStack::pageChanged, this, [this] {
        if (isShown() && m_controller && !m_store.isListed())
            m_controller->refreshScopes();
    });
    connect(&workspace.navigator, &Navigator::policyRequested, this, [this](const ApiId &api) {
        m_wanted = api;
        m_window.pages().open(policyPage());
        if (m_controller)
            m_controller->openApi(std::exchange(m_wanted, {}));
    });
    addCommands();
}

PolicyFeature::~PolicyFeature() { delete m_view; }

bool PolicyFeature::isShown() const { return m_window.pages().currentPage() == policyPage(); }

QWidget *PolicyFeature::makeView()
{
    m_view = new PolicyView({m_scopes, m_findings, m_versions}, m_workspace.theme, m_workspace.clock);
    wireView();
    if (m_account && !m_controller)
        m_view->showNotConfigured();
    showScopes();
    showOpen();
    return m_view;
}

void PolicyFeature::wireView()
{
    const auto with = [this](auto step) {
        return [this, step] {
            if (m_controller)
                step(*m_controller);
        };
    };
    connect(m_view, &PolicyView::scopeChosen, this, [this](const QString &key) {
        if (m_controller)
            m_controller->open(key);
    });
    connect(m_view, &PolicyView::edited, this, [this](const QString &text) {
        if (m_controller)
            m_controller->setDraft(text);
    });
    connect(m_view, &PolicyView::wayChosen, this, [this](PolicyView::Way way) {
        if (m_controller)
            m_controller->resolve(resolutionOf(way));
    });
    connect(m_view, &PolicyView::restoreRequested, this, [this](int row) {
        if (m_controller && row < m_store.versions().size())
            m_controller->restore(m_store.versions().at(row));
    });
    connect(m_view, &PolicyView::checkRequested, this, with([](PolicyController &controller) { controller.lint(); }));
    connect(m_view, &PolicyView::applyRequested, this, with([](PolicyController &controller) { controller.apply(); }));
    connect(m_view, &PolicyView::revertRequested, this, with([](PolicyController &controller) { controller.revert(); }));
    connect(m_view, &PolicyView::undoRequested, this, with([](PolicyController &controller) { controller.undo(); }));
    connect(m_view, &PolicyView::retryRequested, this, [this] {
        if (m_controller && m_store.isListed())
            m_controller->reload();
        else if (m_controller)
            m_controller->refreshScopes();
    });
}

void PolicyFeature::addCommands()
{
    CommandRegistry &commands = m_workspace.commands;
    const auto add = [this, &commands](const char *id, const QString &title, const char *icon, auto step) {
        commands.add({CommandId(QLatin1StringView(id)), title, tr("Policies"), {}, QLatin1StringView(icon)}, this, [this, step] {
            m_window.pages().open(policyPage());
            if (m_controller)
                step();
        });
    };
    add("policy.apply", tr("Apply the policy"), "circle-check", [this] { m_controller->apply(); });
    add("policy.check", tr("Check the policy and show its difference"), "search", [this] { m_view->showDifference(true); });
    add("policy.revert", tr("Discard the changes of the policy"), "x", [this] { m_controller->revert(); });
    add("policy.undo", tr("Undo the last policy change"), "history", [this] { m_controller->undo(); });
    add("policy.history", tr("History of the policy"), "history", [this] { m_view->toggleHistory(); });
    add("policy.reload", tr("Read the policy again"), "refresh", [this] { m_controller->reload(); });
    add("policy.nextFinding", tr("Next finding in the policy"), "alert-triangle", [this] { m_view->editor().goToNextFinding(); });
    for (const auto &[keys, what] : {std::pair(QStringLiteral("Ctrl+S"), tr("Check, and show the difference")),
                                     std::pair(QStringLiteral("Ctrl+Enter"), tr("Apply")), std::pair(QStringLiteral("F8"), tr("Next finding"))})
        commands.addHint({policyPage(), tr("Policy"), keys, what});
}

void PolicyFeature::attach(WatchedAccount &account)
{
    m_controller.reset();
    m_account = &account;
    m_store.clear();
    if (account.profile().arm.hasApim())
        makeController();
    else if (m_view)
        m_view->showNotConfigured();
}

void PolicyFeature::makeController()
{
    m_controller = std::make_unique<PolicyController>(
        PolicyController::Parts{m_account->session().apim(), m_account->guard(), m_workspace.local.history(), m_store, m_workspace.clock},
        m_account->profile().clientId);
    connect(m_account, &WatchedAccount::ending, m_controller.get(), [this] { m_controller.reset(); });
    connect(m_controller.get(), &PolicyController::refused, this, [this](const QString &reason) {
        if (m_view)
            m_view->showNotice(reason);
    });
    connect(m_controller.get(), &PolicyController::written, this, [this](const QString &, bool isVerified) {
        if (m_view)
            m_view->showNotice(isVerified ? tr("Written, and read again equal") : tr("Written, but not seen again yet"));
    });
    connect(m_controller.get(), &PolicyController::draftReplaced, this, [this](const QString &key) {
        const PolicyState *state = m_store.state(key);
        if (m_view && state && key == m_store.openKey())
            m_view->takeDraft(state->draft);
    });
    if (!m_wanted.isEmpty())
        m_controller->openApi(std::exchange(m_wanted, {}));
    if (isShown())
        m_controller->refreshScopes();
}

void PolicyFeature::showScopes()
{
    m_scopes.setRows(m_store.states());
    if (m_view && m_controller)
        m_view->showListError(m_store.listError(), !m_store.keys().isEmpty());
}

void PolicyFeature::showOpen()
{
    const PolicyState *state = m_store.openState();
    m_findings.setRows(state ? state->findings : QList<PolicyFinding>());
    if (m_view)
        m_view->showState(state);
}

} // namespace qd
