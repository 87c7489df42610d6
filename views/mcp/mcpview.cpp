#include "mcp/mcpview.h"

#include "confirm/plaintext.h"
#include "format.h"
#include "mcp/mcpserverdelegate.h"
#include "mcp/wirepanel.h"
#include "mcpoffermodel.h"
#include "mcpservermodel.h"
#include "theme/type.h"
#include "widgets/emptystate.h"
#include "widgets/errorbanner.h"
#include "widgets/labels.h"
#include "widgets/progressline.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QVBoxLayout>

namespace qd {

namespace {

constexpr int serverColumnWidth = 220;

QPushButton *benchButton(QWidget *parent, const char *name, const QString &text, const QString &accessible)
{
    auto *button = new QPushButton(text, parent);
    button->setObjectName(QLatin1StringView(name));
    button->setAccessibleName(accessible);
    return button;
}

} // namespace

McpView::McpView(const Models &models, const Theme &theme, const Clock &clock, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_clock(clock), m_stack(new QStackedWidget(this)), m_empty(new EmptyState(theme, this)),
      m_call(new CallPanel(theme, this)), m_wire(new WirePanel(models.wire, this))
{
    setObjectName(QStringLiteral("mcpPage"));
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(space::l, space::m, space::l, space::m);
    line->setSpacing(space::l);
    line->addWidget(makeServers(models.servers));
    line->addWidget(makeBench(models.offers), 1);
    connect(m_empty, &EmptyState::actionRequested, this, &McpView::importRequested);
    setServer(nullptr);
}

QWidget *McpView::makeServers(QAbstractItemModel &servers)
{
    auto *side = new QWidget(this);
    side->setFixedWidth(serverColumnWidth);
    QLabel *title = makeLabel(side, QStringLiteral("mcpTitle"), "viewTitle");
    title->setText(tr("MCP bench"));
    m_servers = new QListView(side);
    m_servers->setObjectName(QStringLiteral("mcpServers"));
    m_servers->setAccessibleName(tr("MCP servers"));
    m_servers->setModel(&servers);
    m_servers->setItemDelegate(new McpServerDelegate(m_theme, m_servers));
    m_servers->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_connect = benchButton(side, "mcpConnect", tr("Connect"), tr("Connect to the server, or end the connection"));
    m_refresh = benchButton(side, "mcpRefresh", tr("Refresh"), tr("Ask the server anew what it offers"));
    QPushButton *import = benchButton(side, "mcpImport", tr("Import…"), tr("Import the servers of another client's configuration"));
    m_remove = benchButton(side, "mcpRemove", tr("Remove"), tr("Take the server off the list"));
    auto *buttons = new QGridLayout;
    buttons->setSpacing(space::s);
    buttons->addWidget(m_connect, 0, 0);
    buttons->addWidget(m_refresh, 0, 1);
    buttons->addWidget(import, 1, 0);
    buttons->addWidget(m_remove, 1, 1);
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::s);
    column->addWidget(title);
    column->addWidget(m_servers, 1);
    column->addLayout(buttons);
    connect(m_servers->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] { emit serverChosen(currentServer()); });
    connect(m_servers, &QListView::activated, this, [this] { emit connectRequested(currentServer()); });
    connect(m_connect, &QPushButton::clicked, this, [this] {
        const bool isOpen = m_status == McpServerState::Status::Connected || m_status == McpServerState::Status::Connecting;
        isOpen ? emit disconnectRequested(currentServer()) : emit connectRequested(currentServer());
    });
    connect(m_refresh, &QPushButton::clicked, this, [this] { emit refreshRequested(currentServer()); });
    connect(m_remove, &QPushButton::clicked, this, [this] { emit removeRequested(currentServer()); });
    connect(import, &QPushButton::clicked, this, &McpView::importRequested);
    return side;
}

QWidget *McpView::makeBench(QAbstractItemModel &offers)
{
    auto *bench = new QWidget(this);
    m_facts = makeLabel(bench, QStringLiteral("mcpFacts"), "secondary");
    m_error = new ErrorBanner(m_theme, bench);
    m_progress = new ProgressLine(m_theme, bench);
    m_tabs = new QTabBar(bench);
    m_tabs->setObjectName(QStringLiteral("mcpTabs"));
    m_tabs->setAccessibleName(tr("What of the server is shown"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    for (const QString &name : {tr("Tools"), tr("Prompts"), tr("Resources"), tr("Notifications"), tr("Wire log")})
        m_tabs->addTab(name);
    m_offerPage = makeOffers(offers);
    m_stack->addWidget(m_offerPage);
    m_stack->addWidget(m_wire);
    m_stack->addWidget(m_empty);
    auto *head = new QHBoxLayout;
    head->addWidget(m_tabs);
    head->addStretch(1);
    head->addWidget(m_facts);
    auto *column = new QVBoxLayout(bench);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::s);
    column->addLayout(head);
    column->addWidget(m_progress);
    column->addWidget(m_error);
    column->addWidget(m_stack, 1);
    connect(m_tabs, &QTabBar::currentChanged, this, &McpView::onTab);
    connect(m_error, &ErrorBanner::retryRequested, this, [this] { emit refreshRequested(currentServer()); });
    return bench;
}

QWidget *McpView::makeOffers(QAbstractItemModel &offers)
{
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    auto *side = new QWidget(splitter);
    m_filter = new QLineEdit(side);
    m_filter->setObjectName(QStringLiteral("mcpFilter"));
    m_filter->setAccessibleName(tr("Filter what the server offers"));
    m_filter->setPlaceholderText(tr("Filter ( / )"));
    m_filter->setClearButtonEnabled(true);
    m_filtered = new QSortFilterProxyModel(this);
    m_filtered->setSourceModel(&offers);
    m_filtered->setFilterKeyColumn(-1);
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_offers = new QTableView(side);
    m_offers->setObjectName(QStringLiteral("mcpOffers"));
    m_offers->setAccessibleName(tr("What the server offers"));
    m_offers->setModel(m_filtered);
    m_offers->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_offers->setSelectionMode(QAbstractItemView::SingleSelection);
    m_offers->setTabKeyNavigation(false);
    m_offers->setShowGrid(false);
    m_offers->setWordWrap(false);
    m_offers->verticalHeader()->hide();
    m_offers->verticalHeader()->setDefaultSectionSize(height::row);
    m_offers->horizontalHeader()->setStretchLastSection(true);
    m_offers->setColumnWidth(0, 210);
    m_offers->setColumnWidth(1, 80);
    m_offerNote = makeLabel(side, QStringLiteral("mcpOfferNote"), "caption");
    m_offerNote->setWordWrap(true);
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, space::s, 0);
    column->setSpacing(space::s);
    column->addWidget(m_filter);
    column->addWidget(m_offers, 1);
    column->addWidget(m_offerNote);
    splitter->addWidget(side);
    splitter->addWidget(m_call);
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 3);
    splitter->setSizes({420, 620});
    connect(m_filter, &QLineEdit::textChanged, m_filtered, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_offers->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &McpView::onOffer);
    connect(m_offers, &QTableView::activated, this, [this] { m_call->focusInput(); });
    return splitter;
}

McpServerId McpView::currentServer() const { return McpServerId(m_servers->currentIndex().data(McpServerModel::IdRole).toString()); }

McpView::Tab McpView::currentTab() const { return static_cast<Tab>(m_tabs->currentIndex()); }

void McpView::chooseServer(const McpServerId &id)
{
    const QAbstractItemModel &model = *m_servers->model();
    for (int row = 0; row < model.rowCount(); ++row)
        if (model.index(row, 0).data(McpServerModel::IdRole).toString() == id.value)
            m_servers->setCurrentIndex(model.index(row, 0));
}

void McpView::chooseTab(Tab tab) { m_tabs->setCurrentIndex(static_cast<int>(tab)); }

void McpView::chooseOffer(const QString &key)
{
    m_filter->clear();
    for (int row = 0; row < m_filtered->rowCount(); ++row)
        if (m_filtered->index(row, 0).data(McpOfferModel::KeyRole).toString() == key)
            m_offers->setCurrentIndex(m_filtered->index(row, 0));
}

void McpView::onTab(int) { emit tabChosen(currentTab()); }

void McpView::onOffer(const QModelIndex &index) { emit offerChosen(index.data(McpOfferModel::KeyRole).toString()); }

void McpView::setServer(const McpServerState *state)
{
    const bool isMessages = currentTab() == Tab::Notifications || currentTab() == Tab::Wire;
    m_status = state ? state->status : McpServerState::Status::Idle;
    for (QPushButton *button : {m_connect, m_refresh, m_remove})
        button->setEnabled(state != nullptr);
    m_connect->setText(m_status == McpServerState::Status::Connected || m_status == McpServerState::Status::Connecting ? tr("Disconnect") : tr("Connect"));
    m_progress->setActive(state && (state->isListing || state->status == McpServerState::Status::Connecting));
    if (!state) {
        m_facts->clear();
        m_error->clear();
        m_empty->setKind(EmptyKind::NotConfigured, tr("Import the MCP servers of another client (Claude, Cursor, VS Code …); the gateway's servers appear by themselves."));
        m_stack->setCurrentWidget(m_empty);
        return;
    }
    showFacts(*state);
    if (state->error)
        m_error->setReport({.what = tr("%1 is not connected").arg(visibleText(state->config.id.value, 100)), .error = *state->error});
    else if (state->listError)
        m_error->setReport({.what = tr("The list of %1 is not complete").arg(visibleText(state->config.id.value, 100)), .error = *state->listError});
    else
        m_error->clear();
    showOffersState(*state);
    m_stack->setCurrentWidget(isMessages ? static_cast<QWidget *>(m_wire) : m_offerPage);
}

void McpView::showFacts(const McpServerState &state)
{
    QStringList facts;
    if (state.info)
        facts << visibleText(state.info->name + u' ' + state.info->version, 100).simplified() << tr("MCP %1").arg(state.info->protocolVersion);
    if (state.listedAt)
        facts << tr("listed %1 ago").arg(format::age(m_clock.now() - *state.listedAt));
    if (state.isStale)
        facts << tr("out of date");
    m_facts->setText(facts.join(QStringLiteral(" · ")));
}

void McpView::showOffersState(const McpServerState &state)
{
    const bool hasAny = m_filtered->sourceModel()->rowCount() > 0;
    QString note;
    if (state.status == McpServerState::Status::Idle && !hasAny)
        note = tr("Not connected: press Connect (or Enter on the server).");
    else if (state.status == McpServerState::Status::Connecting)
        note = tr("Connecting…");
    else if (state.isListing && !hasAny)
        note = tr("Asking what it offers…");
    else if (state.status == McpServerState::Status::Connected && !hasAny)
        note = tr("The server offers none of these.");
    else if (state.isStale)
        note = tr("This list is out of date: it was read before the connection ended or before the server changed it.");
    m_offerNote->setText(note);
    m_offerNote->setVisible(!note.isEmpty());
}

void McpView::keyPressEvent(QKeyEvent *event)
{
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isReturn && event->modifiers().testFlag(Qt::ControlModifier))
        return emit m_call->callRequested();
    if (event->key() == Qt::Key_Slash && m_stack->currentWidget() == m_offerPage)
        return m_filter->setFocus(Qt::ShortcutFocusReason);
    if (event->key() == Qt::Key_Escape && m_filter->hasFocus() && !m_filter->text().isEmpty())
        return m_filter->clear();
    if (event->key() == Qt::Key_Escape)
        return m_call->isBusy() ? emit m_call->cancelRequested() : emit backRequested();
    QWidget::keyPressEvent(event);
}

} // namespace qd
