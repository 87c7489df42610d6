#include "mcp/mcpview.h"

#include "confirm/plaintext.h"
#include "format.h"
#include "mcp/benchhead.h"
#include "mcp/benchhint.h"
#include "mcp/compare/comparepage.h"
#include "mcp/doctor/doctorpage.h"
#include "mcp/load/loadpage.h"
#include "mcp/offerpane.h"
#include "mcp/requests/requestpage.h"
#include "mcp/requests/taskpage.h"
#include "mcp/tests/testpage.h"
#include "mcp/serverpane.h"
#include "mcp/wirepanel.h"
#include "widgets/errorbanner.h"
#include "widgets/progressline.h"

#include <QAbstractItemView>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

namespace qd {

namespace {

QString tabName(McpView::Tab tab)
{
    switch (tab) {
    case McpView::Tab::Tools: return McpView::tr("Tools");
    case McpView::Tab::Prompts: return McpView::tr("Prompts");
    case McpView::Tab::Resources: return McpView::tr("Resources");
    case McpView::Tab::Requests: return McpView::tr("Requests");
    case McpView::Tab::Tasks: return McpView::tr("Tasks");
    case McpView::Tab::Notifications: return McpView::tr("Notifications");
    case McpView::Tab::Wire: return McpView::tr("Wire log");
    case McpView::Tab::Compare: return McpView::tr("Compare");
    case McpView::Tab::Doctor: return McpView::tr("Doctor");
    case McpView::Tab::Load: return McpView::tr("Load");
    case McpView::Tab::Tests: break;
    }
    return McpView::tr("Tests");
}

bool hasOffers(const McpServerState &state) { return !state.tools.isEmpty() || !state.prompts.isEmpty() || !state.resources.isEmpty(); }

} // namespace

McpView::McpView(const Models &models, const Theme &theme, const Clock &clock, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_clock(clock), m_servers(new McpServerPane(models.servers, theme, this))
{
    setObjectName(QStringLiteral("mcpPage"));
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(space::l, space::m, space::l, space::m);
    line->setSpacing(space::s);
    line->addWidget(m_servers);
    line->addWidget(makeBench(models), 1);
    wireServers();
    for (QAbstractItemView *list : findChildren<QAbstractItemView *>())
        list->installEventFilter(this);
    setServer(nullptr);
}

void McpView::wireServers()
{
    connect(m_servers, &McpServerPane::serverChosen, this, [this] { emit serverChosen(currentServer()); });
    connect(m_servers, &McpServerPane::connectRequested, this, [this] { emit connectRequested(currentServer()); });
    connect(m_servers, &McpServerPane::connectAllRequested, this, &McpView::connectAllRequested);
    connect(m_servers, &McpServerPane::importRequested, this, &McpView::importRequested);
    connect(m_servers, &McpServerPane::addRequested, this, &McpView::addRequested);
    connect(m_servers, &McpServerPane::subjectChosen, this, &McpView::subjectChosen);
    connect(m_head, &BenchHead::connectRequested, this, [this] { emit connectRequested(currentServer()); });
    connect(m_head, &BenchHead::disconnectRequested, this, [this] { emit disconnectRequested(currentServer()); });
    connect(m_head, &BenchHead::refreshRequested, this, [this] { emit refreshRequested(currentServer()); });
    connect(m_head, &BenchHead::removeRequested, this, [this] { emit removeRequested(currentServer()); });
    connect(m_head, &BenchHead::exportRequested, this, [this] { emit exportRequested(currentServer()); });
    connect(m_head, &BenchHead::approveRequested, this, [this] { emit approveRequested(currentServer()); });
}

QWidget *McpView::makeBench(const Models &models)
{
    auto *bench = new QWidget(this);
    m_head = new BenchHead(m_theme, bench);
    m_error = new ErrorBanner(m_theme, bench);
    m_progress = new ProgressLine(m_theme, bench);
    m_wire = new WirePanel(models.wire, m_theme, bench);
    m_requests = new RequestPage(models.requests, m_theme, bench);
    m_tasks = new TaskPage(models.tasks, m_theme, bench);
    m_compare = new ComparePage(models.differences, m_theme, bench);
    m_doctor = new DoctorPage(m_theme, bench);
    m_load = new LoadPage(m_theme, bench);
    m_tests = new TestPage(models.steps, m_theme, bench);
    m_hint = new BenchHint(m_theme, QStringLiteral("mcpEmpty"), bench);
    m_offerPage = makeOffers(models);
    makeTabs(bench);
    m_stack = new QStackedWidget(bench);
    const QWidgetList pages{m_offerPage, m_wire, m_requests, m_tasks, m_compare, m_doctor, m_load, m_tests, m_hint};
    for (QWidget *page : pages)
        m_stack->addWidget(page);
    auto *column = new QVBoxLayout(bench);
    column->setContentsMargins(space::s, 0, 0, 0);
    column->setSpacing(space::xs);
    column->addWidget(m_head);
    column->addWidget(m_tabs);
    column->addWidget(m_progress);
    column->addWidget(m_error);
    column->addWidget(m_stack, 1);
    connect(m_error, &ErrorBanner::retryRequested, this, [this] { emit refreshRequested(currentServer()); });
    connect(m_hint, &BenchHint::actionRequested, this, &McpView::takeStep);
    return bench;
}

void McpView::makeTabs(QWidget *parent)
{
    m_tabs = new QTabBar(parent);
    m_tabs->setObjectName(QStringLiteral("mcpTabs"));
    m_tabs->setAccessibleName(tr("What of the server is shown"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    for (const Tab tab : {Tab::Tools, Tab::Prompts, Tab::Resources, Tab::Requests, Tab::Tasks, Tab::Notifications, Tab::Wire, Tab::Compare, Tab::Doctor, Tab::Load, Tab::Tests})
        m_tabs->addTab(tabName(tab));
    connect(m_tabs, &QTabBar::currentChanged, this, [this] {
        const Tab tab = currentTab();
        if (tab <= Tab::Resources)
            m_offers->setKind(static_cast<McpOfferPane::Kind>(tab));
        emit tabChosen(tab);
    });
}

QWidget *McpView::makeOffers(const Models &models)
{
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    m_offers = new McpOfferPane(models.offers, m_theme, splitter);
    m_call = new CallPanel(m_theme, m_clock, splitter);
    splitter->setHandleWidth(space::s);
    splitter->addWidget(m_offers);
    splitter->addWidget(m_call);
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 3);
    splitter->setSizes({470, 570});
    connect(m_offers, &McpOfferPane::chosen, this, &McpView::offerChosen);
    connect(m_offers, &McpOfferPane::opened, m_call, &CallPanel::focusInput);
    return splitter;
}

McpServerId McpView::currentServer() const { return m_servers->current(); }

McpView::Tab McpView::currentTab() const { return static_cast<Tab>(m_tabs->currentIndex()); }

void McpView::chooseServer(const McpServerId &id) { m_servers->choose(id); }

void McpView::chooseTab(Tab tab) { m_tabs->setCurrentIndex(static_cast<int>(tab)); }

void McpView::chooseOffer(const QString &key) { m_offers->choose(key); }

void McpView::setSubjects(const QStringList &names, const QString &current) { m_servers->setSubjects(names, current); }

void McpView::setServer(const McpServerState *state)
{
    m_head->setServer(state);
    m_progress->setActive(state && (state->isListing || state->status == McpServerState::Status::Connecting));
    showError(state);
    showCounts(state);
    showHint(state);
    if (state)
        m_offers->setServer(*state, tabName(currentTab()).toLower());
    m_stack->setCurrentWidget(pageOf(state));
}

QWidget *McpView::pageOf(const McpServerState *state) const
{
    if (!state)
        return m_hint;
    switch (currentTab()) {
    case Tab::Requests: return m_requests; // of every server
    case Tab::Tasks: return m_tasks;
    case Tab::Compare: return m_compare;
    case Tab::Doctor: return m_doctor;
    case Tab::Load: return m_load;
    case Tab::Tests: return m_tests;
    case Tab::Notifications:
    case Tab::Wire: return m_wire;
    case Tab::Tools:
    case Tab::Prompts:
    case Tab::Resources: break;
    }
    return state->status == McpServerState::Status::Connected || hasOffers(*state) ? m_offerPage : m_hint;
}

void McpView::setWaiting(qsizetype count)
{
    m_tabs->setTabText(static_cast<int>(Tab::Requests), count == 0 ? tabName(Tab::Requests) : tr("%1 %2").arg(tabName(Tab::Requests)).arg(count));
}

void McpView::showHint(const McpServerState *state)
{
    const ServerHint hint = serverHint(state);
    m_step = hint.step;
    m_hint->setHint(hint.icon, hint.title, hint.text, hint.action);
}

void McpView::takeStep()
{
    switch (m_step) {
    case ServerHint::Step::Import: return emit importRequested();
    case ServerHint::Step::Connect: return emit connectRequested(currentServer());
    case ServerHint::Step::Disconnect: return emit disconnectRequested(currentServer());
    }
}

void McpView::showError(const McpServerState *state)
{
    const QString name = state ? visibleText(state->config.id.value, 100).simplified() : QString();
    if (state && state->error)
        m_error->setReport({.what = tr("%1 is not connected").arg(name), .error = *state->error});
    else if (state && state->listError)
        m_error->setReport({.what = tr("The list of %1 is not complete").arg(name), .error = *state->listError});
    else
        m_error->clear();
}

void McpView::showCounts(const McpServerState *state)
{
    const auto show = [this, isKnown = state && state->listedAt](Tab tab, qsizetype count) {
        m_tabs->setTabText(static_cast<int>(tab), isKnown ? QString(tabName(tab) + u' ' + format::number(static_cast<double>(count))) : tabName(tab));
    };
    show(Tab::Tools, state ? state->tools.size() : 0);
    show(Tab::Prompts, state ? state->prompts.size() : 0);
    show(Tab::Resources, state ? state->resources.size() : 0);
    m_tabs->setVisible(state);
}

bool McpView::isEscapeOurs() const { return m_call->isBusy() || m_offers->isFiltering() || m_wire->isFiltering(); }

/// While there is something to cancel or to clear, the window's "back" does not get the key.
bool McpView::event(QEvent *event)
{
    const bool isOverride = event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape;
    if (!isOverride || !isEscapeOurs())
        return QWidget::event(event);
    event->accept();
    return true;
}

/// A list would take these keys for its own search.
bool McpView::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    auto *press = static_cast<QKeyEvent *>(event);
    if (press->key() != Qt::Key_Escape && press->key() != Qt::Key_Slash)
        return QWidget::eventFilter(watched, event);
    keyPressEvent(press);
    return true;
}

void McpView::onEscape()
{
    if (m_offers->clearFilter() || m_wire->clearFilter())
        return;
    m_call->isBusy() ? emit m_call->cancelRequested() : emit backRequested();
}

void McpView::keyPressEvent(QKeyEvent *event)
{
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isReturn && event->modifiers().testFlag(Qt::ControlModifier))
        return emit m_call->callRequested();
    if (event->key() == Qt::Key_Slash)
        return m_stack->currentWidget() == m_wire ? m_wire->focusFilter() : m_offers->focusFilter();
    if (event->key() == Qt::Key_Escape)
        return onEscape();
    QWidget::keyPressEvent(event);
}

} // namespace qd
