#include "features/overviewfeature.h"

#include "detail/detailview.h"
#include "mainwindow.h"
#include "overview/overviewview.h"
#include "shell/bannerarea.h"
#include "shell/livepill.h"
#include "shell/pagestack.h"
#include "shell/rangehistory.h"
#include "shell/topbar.h"
#include "workspace.h"

#include <algorithm>

namespace qd {

namespace {

const PageId &overviewPage()
{
    static const PageId id(QStringLiteral("overview"));
    return id;
}

const PageId &detailPage()
{
    static const PageId id(QStringLiteral("detail"));
    return id;
}

} // namespace

OverviewFeature::OverviewFeature(Workspace &workspace, MainWindow &window)
    : m_workspace(workspace)
    , m_window(window)
    , m_model(workspace.tiles)
{
    seedTiles();
    m_worstFirst.setSourceModel(&m_model);
    m_overview = new OverviewView(m_worstFirst, workspace.theme, workspace.clock);
    m_overview->setRefreshInterval(workspace.slo.interval);
    m_window.addDestination(overviewPage(), m_overview, QStringLiteral("layout-dashboard"), tr("Overview"), QChar(u'H'));
    wireViews();
    addCommands();
}

OverviewFeature::~OverviewFeature()
{
    // The views read our models, so they go first.
    delete m_overview;
    delete m_detail;
}

// Tiles stand in their places, as loading, before anything is asked: the first frame is already the real screen.
void OverviewFeature::seedTiles()
{
    m_workspace.tiles.apply(loadingTiles(m_workspace.slo.definitions));
}

// Made when it is first opened: its charts would delay the first frame.
DetailView &OverviewFeature::detailView()
{
    if (m_detail)
        return *m_detail;
    m_detail = new DetailView(m_workspace.theme, m_workspace.clock);
    m_window.addPage(detailPage(), m_detail);
    connect(m_detail, &DetailView::backRequested, &m_window.pages(), &PageStack::back);
    connect(m_detail, &DetailView::openMarkerRequested, this,
            [this](const Change &change) { emit m_workspace.navigator.changeRequested(change.id); });
    connect(m_detail, &DetailView::exemplarRequested, this, [this] { emit m_workspace.navigator.exemplarRequested(m_open); });
    connect(m_detail, &DetailView::retryRequested, this, [this] {
        if (m_account)
            m_account->detail().refresh();
    });
    return *m_detail;
}

void OverviewFeature::wireViews()
{
    connect(m_overview, &OverviewView::openRequested, this, &OverviewFeature::openDetail);
    connect(m_overview, &OverviewView::retryRequested, this, &OverviewFeature::refresh);
    connect(m_overview, &OverviewView::pointerOverWall, &m_worstFirst, &WorstFirstProxy::setHeld);
    connect(&m_workspace.tiles, &SloStore::tileChanged, this, [this](const SloId &id) {
        if (id == m_open)
            showTiles();
    });
    connect(&m_workspace.detail, &SloDetailStore::changed, this, &OverviewFeature::showDetail);
    connect(&m_window.pages(), &PageStack::pageChanged, this, &OverviewFeature::closeDetailUnlessShown);
    connect(&m_window.topBar().pill(), &LivePill::clicked, this, &OverviewFeature::toggleFreeze);
    connect(&m_window, &MainWindow::visibilityChanged, this, [this](bool isVisible) {
        m_isVisible = isVisible;
        if (m_account)
            m_account->setHidden(!isVisible);
    });
    connect(&m_workspace.tiles, &SloStore::frozenChanged, this, &OverviewFeature::showDetail);
    connect(&m_workspace.changes, &ChangeStore::changed, this, &OverviewFeature::showChanges);
    connect(&m_workspace.changes, &ChangeStore::healthChanged, this, &OverviewFeature::showChanges);
    connect(m_overview, &OverviewView::openMarkerRequested, this,
            [this](const Change &change) { emit m_workspace.navigator.changeRequested(change.id); });
}

void OverviewFeature::addCommands()
{
    CommandRegistry &commands = m_workspace.commands;
    commands.add({CommandId(QStringLiteral("view.freeze")), tr("Freeze or release the view"), tr("View"),
                  {QKeySequence(QStringLiteral("Shift+F"))}, QStringLiteral("snowflake")},
                 this, [this] { toggleFreeze(); });
    commands.add({CommandId(QStringLiteral("view.refresh")), tr("Refresh now"), tr("View"),
                  {QKeySequence(Qt::Key_F5)}, QStringLiteral("refresh")},
                 this, [this] { refresh(); });
    commands.add({CommandId(QStringLiteral("view.worst")), tr("Open the worst tile"), tr("Navigate"),
                  {QKeySequence(QStringLiteral("G, W"))}, QStringLiteral("alert-octagon")},
                 this, [this] { openDetail(worst()); });
    for (const auto &[keys, what] : {std::pair(QStringLiteral("Arrows or h j k l"), tr("Move between tiles")),
                                     std::pair(QStringLiteral("Enter"), tr("Open the tile"))})
        commands.addHint({overviewPage(), tr("Tiles"), keys, what});
    commands.addHint({detailPage(), tr("Detail"), QStringLiteral("Enter"), tr("The trace behind the numbers")});
    commands.addHint({detailPage(), tr("Detail"), QStringLiteral("Esc"), tr("Back to the tiles")});
}

void OverviewFeature::attach(WatchedAccount &account)
{
    m_account = &account;
    account.setHidden(!m_isVisible);
    if (!m_open.isEmpty())
        account.detail().open(m_open);
    SloController &tiles = account.tiles();
    connect(&tiles, &SloController::roundStarted, this, [this] { m_overview->setRefreshing(true); });
    connect(&tiles, &SloController::roundFinished, this, [this] {
        m_overview->setRefreshing(false);
        showError();
    });
    connect(&tiles, &SloController::rangeChanged, m_overview, [this](const TimeRange &range) {
        m_overview->setRangeText(reachOfRange(range.text()));
    });
    m_overview->setRangeText(reachOfRange(tiles.range().text()));
}

SloId OverviewFeature::worst() const
{
    return SloId(m_worstFirst.index(0, 0).data(SloTileModel::IdRole).toString());
}

void OverviewFeature::openDetail(const SloId &id)
{
    const SloTile *tile = m_workspace.tiles.tile(id);
    if (!tile)
        return;
    m_open = id;
    m_shown = {};
    m_overview->selectTile(id);
    detailView().setTile(*tile);
    showChanges();
    if (m_account) {
        m_account->detail().open(id);
        const SliQuery query = buildBudgetQuery(tile->definition, m_workspace.slo.dictionary,
                                                m_account->profile().target.schema, m_workspace.clock.now());
        m_detail->setQuery(query.kql);
    }
    showDetail();
    m_window.pages().open(detailPage());
}

void OverviewFeature::showTiles()
{
    if (const SloTile *tile = m_workspace.tiles.tile(m_open))
        m_detail->setTile(*tile);
}

void OverviewFeature::showDetail()
{
    const SloDetail &detail = m_workspace.detail.detail();
    const bool isHeld = m_workspace.tiles.isFrozen() && m_shown == m_open && detail.state != SloDetail::State::Failed;
    if (m_open.isEmpty() || detail.id != m_open || isHeld)
        return;
    m_detail->setDetail(detail);
    m_shown = detail.state == SloDetail::State::Ready ? m_open : SloId();
}

void OverviewFeature::showChanges()
{
    const ChangeStore &changes = m_workspace.changes;
    m_overview->setMarkers(changes.changes());
    if (m_detail)
        m_detail->setMarkers(changes.changes(), changes.errors().isEmpty() ? std::nullopt : std::optional(*changes.errors().cbegin()));
}

void OverviewFeature::showError()
{
    if (!m_account)
        return;
    std::optional<Error> error = m_account->tiles().lastError();
    // A lab that is known to be gone is told once.
    if (error && error->kind == ErrorKind::Network && m_window.banners().shown().contains(QStringLiteral("lab")))
        error.reset();
    m_overview->setError(error ? std::optional(ErrorReport{.what = tr("The tiles could not be refreshed"), .error = *error})
                               : std::nullopt);
}

void OverviewFeature::closeDetailUnlessShown()
{
    if (m_window.pages().currentPage() == detailPage())
        return;
    m_open = {};
    m_shown = {};
    if (m_account)
        m_account->detail().close();
}

void OverviewFeature::toggleFreeze() { m_workspace.tiles.setFrozen(!m_workspace.tiles.isFrozen()); }

void OverviewFeature::refresh()
{
    if (m_account)
        m_account->tiles().refresh();
}

} // namespace qd
