#include "overview/tilewall.h"

#include "format.h"
#include "plaintip.h"
#include "slotilemodel.h"
#include "slotiletext.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QStyledItemDelegate>
#include <QToolTip>

#include <algorithm>

namespace qd {

namespace {

QString wallExactNumbers(const SloTile &tile)
{
    QStringList lines;
    if (tile.value)
        lines << TileWall::tr("value %1").arg(QString::number(*tile.value, 'g', 10));
    lines << TileWall::tr("events %1").arg(format::number(tile.events));
    if (tile.budgetRemaining) {
        lines << TileWall::tr("budget spent %1 of %2").arg(format::number(tile.budgetSpent), format::number(tile.budgetTotal));
    }
    if (tile.burn)
        lines << TileWall::tr("burn %1").arg(QString::number(*tile.burn, 'g', 6));
    if (tile.exhaustion)
        lines << TileWall::tr("budget gone in %1").arg(format::duration(*tile.exhaustion));
    return lines.join(QLatin1Char('\n'));
}

/// Draws the model's tiles with a TilePainter.
class WallDelegate final : public QStyledItemDelegate
{
public:
    WallDelegate(const Theme &theme, const TileWall &wall, QObject *parent)
        : QStyledItemDelegate(parent), m_painter(theme), m_wall(wall)
    {
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto tile = index.data(SloTileModel::TileRole).value<SloTile>();
        TileOptions options = m_wall.baseOptions();
        options.isSelected = option.state.testFlag(QStyle::State_Selected);
        options.hasFocus = options.isSelected && m_wall.hasFocus();
        options.isHovered = option.state.testFlag(QStyle::State_MouseOver);
        m_painter.paint(*painter, tileRect(option.rect), tile, options);
    }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return m_wall.gridSize();
    }

    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &, const QModelIndex &index) override
    {
        if (event->type() != QEvent::ToolTip || !index.isValid())
            return false;
        const QString text = index.data(Qt::ToolTipRole).toString() % QLatin1Char('\n')
            % wallExactNumbers(index.data(SloTileModel::TileRole).value<SloTile>());
        QToolTip::showText(event->globalPos(), plainTip(text), view);
        return true;
    }

private:
    static QRect tileRect(const QRect &cell) { return cell.adjusted(0, 0, -tile::gap, -tile::gap); }

    TilePainter m_painter;
    const TileWall &m_wall;
};

/// The arrow that a vi key stands for, or 0.
int wallArrow(int key)
{
    switch (key) {
    case Qt::Key_H: return Qt::Key_Left;
    case Qt::Key_J: return Qt::Key_Down;
    case Qt::Key_K: return Qt::Key_Up;
    case Qt::Key_L: return Qt::Key_Right;
    default: return 0;
    }
}

} // namespace

TileWall::TileWall(const Theme &theme, const Clock &clock, QWidget *parent) : QListView(parent), m_clock(clock)
{
    setObjectName(QStringLiteral("tileWall"));
    setAccessibleName(tr("Service level objectives, worst first"));
    setProperty("qdRole", QStringLiteral("plain"));
    setFrameShape(QFrame::NoFrame);
    setFlow(QListView::LeftToRight);
    setWrapping(true);
    setResizeMode(QListView::Adjust);
    setUniformItemSizes(true);
    setMovement(QListView::Static);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_Hover);
    viewport()->setAutoFillBackground(false);
    setItemDelegate(new WallDelegate(theme, *this, this));
    m_tick.setInterval(Seconds(1));
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (isVisible())
            viewport()->update();
    });
    m_tick.start();
    connect(&theme, &Theme::changed, this, [this] { viewport()->update(); });
}

void TileWall::setRefreshInterval(Microseconds interval)
{
    m_interval = interval;
    viewport()->update();
}

void TileWall::setScrolling(bool scrolling)
{
    const auto policy = scrolling ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff;
    if (policy == verticalScrollBarPolicy())
        return;
    setVerticalScrollBarPolicy(policy);
    relayout();
}

TileOptions TileWall::baseOptions() const
{
    return {.now = m_clock.now(), .refreshInterval = m_interval};
}

void TileWall::setModel(QAbstractItemModel *newModel)
{
    QListView::setModel(newModel);
    if (newModel) {
        connect(newModel, &QAbstractItemModel::rowsInserted, this, [this] { relayout(); });
        connect(newModel, &QAbstractItemModel::rowsRemoved, this, [this] { relayout(); });
    }
    relayout();
}

int TileWall::leftoverWidth() const
{
    return std::max(0, maximumViewportSize().width() - m_columns * gridSize().width());
}

int TileWall::contentHeight() const
{
    const int count = model() ? model()->rowCount() : 0;
    return (count + m_columns - 1) / m_columns * (TilePainter::height + tile::gap);
}

void TileWall::relayout()
{
    // The list keeps the scroll bar's room free from its layout, whether the bar is there or not.
    const bool mayScroll = verticalScrollBarPolicy() != Qt::ScrollBarAlwaysOff;
    const int width = maximumViewportSize().width() - (mayScroll ? style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, this) : 0);
    const int count = model() ? model()->rowCount() : 0;
    const int fitting = std::max(1, (width + tile::gap) / (tile::minWidth + tile::gap));
    const int rows = std::max(1, (count + fitting - 1) / fitting);
    // As few columns as give the same number of rows: an even grid instead of a ragged last row.
    const int columns = std::max(1, (count + rows - 1) / rows);
    m_columns = columns;
    // One pixel less: the list wraps a row that fills its width exactly.
    if (const QSize grid((width - 1) / columns, TilePainter::height + tile::gap); grid != gridSize())
        setGridSize(grid);
    emit columnsChanged();
}

void TileWall::resizeEvent(QResizeEvent *event)
{
    QListView::resizeEvent(event);
    relayout();
}

void TileWall::enterEvent(QEnterEvent *event)
{
    QListView::enterEvent(event);
    emit pointerOverWall(true);
}

void TileWall::leaveEvent(QEvent *event)
{
    QListView::leaveEvent(event);
    emit pointerOverWall(false);
}

void TileWall::keyPressEvent(QKeyEvent *event)
{
    if (const int arrow = wallArrow(event->key()); arrow != 0 && event->modifiers() == Qt::NoModifier) {
        QKeyEvent moved(event->type(), arrow, Qt::NoModifier);
        QListView::keyPressEvent(&moved);
        event->setAccepted(moved.isAccepted());
        return;
    }
    // Type-ahead would swallow the letters that are shortcuts of the window.
    if (!event->text().isEmpty() && event->text().at(0).isPrint()) {
        event->ignore();
        return;
    }
    QListView::keyPressEvent(event);
}

QModelIndex TileWall::moveCursor(CursorAction action, Qt::KeyboardModifiers)
{
    const int count = model() ? model()->rowCount() : 0;
    if (count == 0)
        return {};
    const int now = currentIndex().isValid() ? currentIndex().row() : 0;
    int next = now;
    switch (action) {
    case MoveLeft:
    case MovePrevious: next = now - 1; break;
    case MoveRight:
    case MoveNext: next = now + 1; break;
    case MoveUp: next = now - m_columns; break;
    case MoveDown: next = now + m_columns < count || now / m_columns == (count - 1) / m_columns ? now + m_columns : count - 1; break;
    case MoveHome:
    case MovePageUp: next = 0; break;
    case MoveEnd:
    case MovePageDown: next = count - 1; break;
    }
    return model()->index(next < 0 || next >= count ? now : next, 0);
}

} // namespace qd
