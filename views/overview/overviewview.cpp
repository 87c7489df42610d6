#include "overview/overviewview.h"

#include "overview/statesummary.h"
#include "overview/tilepanel.h"
#include "overview/tilewall.h"
#include "slotilemodel.h"
#include "widgets/emptystate.h"
#include "widgets/labels.h"
#include "widgets/progressline.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QScopedValueRollback>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace qd {

namespace {

/// In a narrower view the headline's room belongs to the counts.
constexpr int captionMinWidth = 720;

} // namespace

OverviewView::OverviewView(QAbstractItemModel &tiles, const Theme &theme, const Clock &clock, QWidget *parent)
    : QWidget(parent), m_tiles(tiles), m_banner(new ErrorBanner(theme, this)),
      m_summary(new StateSummary(theme)), m_caption(makeLabel(nullptr, QStringLiteral("overviewCaption"), "secondary")),
      m_progress(new ProgressLine(theme)), m_wall(new TileWall(theme, clock)), m_panel(new TilePanel(theme)), m_empty(new EmptyState(theme)),
      m_stack(new QStackedWidget(this))
{
    setObjectName(QStringLiteral("overview"));
    setFocusProxy(m_wall);
    build();
    // Before our own connections: a selection is restored after a change of order, and only then may we move it.
    m_wall->setModel(&tiles);
    wire();
    connect(m_wall->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        m_isChosen = m_isChosen || !m_isMoving;
        showSelected();
    });
    tilesChanged();
}

void OverviewView::build()
{
    auto *board = new QWidget(m_stack);
    auto *boardLayout = new QVBoxLayout(board);
    boardLayout->setContentsMargins({});
    boardLayout->setSpacing(0);
    boardLayout->addWidget(makeHeadline());
    auto *progressBox = new QHBoxLayout;
    progressBox->setContentsMargins(0, 0, tile::gap, space::xxs);
    progressBox->addWidget(m_progress);
    boardLayout->addLayout(progressBox);
    boardLayout->addWidget(m_wall);
    // Room the panel does not take when it is hidden belongs to the wall.
    m_panelBox = new QHBoxLayout;
    m_panelBox->addWidget(m_panel);
    boardLayout->addLayout(m_panelBox, 1);
    m_stack->addWidget(board);
    m_stack->addWidget(m_empty);
    m_stack->installEventFilter(this);
    auto *layout = new QVBoxLayout(this);
    // The last gap of the grid is part of the right margin.
    layout->setContentsMargins(space::l, space::s, space::l - tile::gap, space::m);
    layout->setSpacing(space::s);
    // The panel comes and goes with the room; its own minimum must not hold the window open.
    layout->setSizeConstraint(QLayout::SetNoConstraint);
    layout->addWidget(m_banner);
    layout->addWidget(m_stack, 1);
}

QWidget *OverviewView::makeHeadline()
{
    auto *headline = new QWidget;
    headline->setFixedHeight(height::toolbar);
    auto *title = makeLabel(headline, QStringLiteral("overviewTitle"), "viewTitle");
    title->setText(tr("Agent SLOs"));
    auto *layout = new QHBoxLayout(headline);
    layout->setContentsMargins(0, 0, tile::gap, 0);
    layout->setSpacing(space::l);
    layout->addWidget(title);
    layout->addWidget(m_summary, 1);
    layout->addWidget(m_caption);
    // In a narrow window the chips lose their words rather than force the window to be wide.
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    return headline;
}

void OverviewView::wire()
{
    connect(m_wall, &QAbstractItemView::activated, this,
            [this](const QModelIndex &index) { emit openRequested(SloId(index.data(SloTileModel::IdRole).toString())); });
    connect(m_wall, &TileWall::pointerOverWall, this, &OverviewView::pointerOverWall);
    connect(m_wall, &TileWall::columnsChanged, this, &OverviewView::share);
    connect(m_panel, &TilePanel::openRequested, this, &OverviewView::openRequested);
    connect(m_panel, &TilePanel::markerActivated, this, &OverviewView::openMarkerRequested);
    connect(m_banner, &ErrorBanner::retryRequested, this, &OverviewView::retryRequested);
    connect(m_empty, &EmptyState::actionRequested, this, &OverviewView::setupRequested);
    connect(&m_tiles, &QAbstractItemModel::dataChanged, this, &OverviewView::someChanged);
    connect(&m_tiles, &QAbstractItemModel::rowsInserted, this, &OverviewView::rowsMoved);
    connect(&m_tiles, &QAbstractItemModel::rowsRemoved, this, &OverviewView::rowsMoved);
    connect(&m_tiles, &QAbstractItemModel::layoutChanged, this, &OverviewView::rowsMoved);
    connect(&m_tiles, &QAbstractItemModel::rowsMoved, this, &OverviewView::rowsMoved);
    connect(&m_tiles, &QAbstractItemModel::modelReset, this, &OverviewView::rowsMoved);
}

void OverviewView::setRefreshInterval(Microseconds interval)
{
    m_wall->setRefreshInterval(interval);
}

void OverviewView::setRefreshing(bool refreshing)
{
    m_progress->setActive(refreshing);
}

void OverviewView::setError(const std::optional<ErrorReport> &report)
{
    if (report)
        m_banner->setReport(*report);
    else
        m_banner->clear();
}

void OverviewView::setRangeText(const QString &text)
{
    m_panel->setRangeText(text);
}

void OverviewView::setMarkers(const QList<Change> &markers)
{
    m_panel->setMarkers(markers);
}

void OverviewView::selectTile(const SloId &id)
{
    for (int row = 0; row < m_tiles.rowCount(); ++row) {
        if (m_tiles.index(row, 0).data(SloTileModel::IdRole).toString() == id.value) {
            m_isChosen = true;
            return selectRow(row);
        }
    }
}

SloId OverviewView::selectedTile() const
{
    return SloId(m_wall->currentIndex().data(SloTileModel::IdRole).toString());
}

void OverviewView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_caption->setVisible(width() >= captionMinWidth);
}

bool OverviewView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_stack && event->type() == QEvent::Resize)
        share();
    return QWidget::eventFilter(watched, event);
}

QSize OverviewView::minimumSizeHint() const
{
    return {tile::minWidth + 2 * space::xl, TilePainter::height + 2 * height::toolbar};
}

SloTile OverviewView::tileAt(int row) const
{
    return m_tiles.index(row, 0).data(SloTileModel::TileRole).value<SloTile>();
}

// A round changes every tile, one by one: the panel with its chart is made anew only for its own.
void OverviewView::someChanged(const QModelIndex &first, const QModelIndex &last)
{
    summarize();
    const int shown = m_wall->currentIndex().row();
    if (shown < 0 || (shown >= first.row() && shown <= last.row()) || mustFollowWorst())
        followWorst();
}

void OverviewView::tilesChanged()
{
    summarize();
    followWorst();
}

void OverviewView::summarize()
{
    QMap<TileState, int> counts;
    const int rows = m_tiles.rowCount();
    for (int row = 0; row < rows; ++row)
        ++counts[static_cast<TileState>(m_tiles.index(row, 0).data(SloTileModel::StateRole).toInt())];
    m_summary->setCounts(counts);
    m_caption->setText(tr("%1 objectives, worst first").arg(rows));
    m_stack->setCurrentIndex(rows > 0 ? 0 : 1);
}

bool OverviewView::mustFollowWorst() const
{
    const bool follows = !m_isChosen || !m_wall->currentIndex().isValid();
    return m_tiles.rowCount() > 0 && follows && m_wall->currentIndex().row() != 0;
}

void OverviewView::followWorst()
{
    if (mustFollowWorst())
        selectRow(0);
    else
        showSelected();
}

void OverviewView::rowsMoved()
{
    tilesChanged();
    share();
}

void OverviewView::selectRow(int row)
{
    const QScopedValueRollback moving(m_isMoving, true);
    m_wall->setCurrentIndex(m_tiles.index(row, 0));
}

void OverviewView::showSelected()
{
    const QModelIndex current = m_wall->currentIndex();
    if (!current.isValid())
        return;
    m_panel->setTile(tileAt(current.row()));
    emit selectionChanged(selectedTile());
}

void OverviewView::share()
{
    // One row more or less of chart does not matter; a half-hidden row of tiles does.
    const int room = m_stack->height() - height::toolbar - m_progress->height() - space::xxs;
    const int wanted = m_wall->contentHeight();
    const int panel = std::max(TilePanel::minHeight, m_panel->minimumSizeHint().height());
    const bool hasRoom = room - wanted >= panel && m_stack->width() >= TilePanel::minWidth;
    m_panelBox->setContentsMargins(0, 0, tile::gap + (hasRoom ? m_wall->leftoverWidth() : 0), 0);
    m_panel->setVisible(hasRoom);
    m_wall->setScrolling(!hasRoom && wanted > room);
    m_wall->setFixedHeight(std::max(TilePainter::height + tile::gap, std::min(wanted, room)));
}

} // namespace qd
