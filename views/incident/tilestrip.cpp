#include "incident/tilestrip.h"

#include "slotilemodel.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace qd {

TileStrip::TileStrip(QAbstractItemModel &tiles, const Theme &theme, const Clock &clock, QWidget *parent)
    : QWidget(parent), m_tiles(tiles), m_clock(clock), m_painter(theme)
{
    setObjectName(QStringLiteral("tileStrip"));
    setAccessibleName(tr("The worst objectives"));
    setFocusPolicy(Qt::StrongFocus);
    setFixedHeight(TilePainter::compactHeight);
    const auto again = qOverload<>(&QWidget::update);
    connect(&theme, &Theme::changed, this, again);
    connect(&tiles, &QAbstractItemModel::dataChanged, this, again);
    connect(&tiles, &QAbstractItemModel::layoutChanged, this, again);
    connect(&tiles, &QAbstractItemModel::rowsInserted, this, again);
    connect(&tiles, &QAbstractItemModel::rowsRemoved, this, again);
    connect(&tiles, &QAbstractItemModel::rowsMoved, this, again);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (isVisible())
            update();
    });
    m_tick.start(Seconds(1));
}

void TileStrip::setRefreshInterval(Microseconds interval) { m_interval = interval; }

int TileStrip::shownTiles() const
{
    const int fitting = std::max(1, (width() + tile::gap) / (leastWidth + tile::gap));
    return std::min({mostTiles, fitting, m_tiles.rowCount()});
}

QRect TileStrip::tileBox(int position) const
{
    const int count = std::max(1, shownTiles());
    const int share = (width() + tile::gap) / count;
    return {position * share, 0, share - tile::gap, TilePainter::compactHeight};
}

int TileStrip::currentRow() const
{
    for (int row = 0; row < shownTiles(); ++row)
        if (m_tiles.index(row, 0).data(SloTileModel::IdRole).toString() == m_current.value)
            return row;
    return -1;
}

void TileStrip::setCurrent(const SloId &id)
{
    m_current = id;
    speak();
    update();
}

void TileStrip::speak()
{
    const int row = currentRow();
    setAccessibleDescription(row < 0 ? QString() : m_tiles.index(row, 0).data(Qt::AccessibleTextRole).toString());
}

void TileStrip::move(int by)
{
    const int row = std::clamp(currentRow() + by, 0, std::max(0, shownTiles() - 1));
    setCurrent(SloId(m_tiles.index(row, 0).data(SloTileModel::IdRole).toString()));
}

void TileStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    for (int row = 0; row < shownTiles(); ++row) {
        const auto tile = m_tiles.index(row, 0).data(SloTileModel::TileRole).value<SloTile>();
        const bool isCurrent = tile.id == m_current;
        m_painter.paint(painter, tileBox(row), tile,
                        {.now = m_clock.now(), .refreshInterval = m_interval, .isSelected = isCurrent, .hasFocus = isCurrent && hasFocus(), .isCompact = true});
    }
}

void TileStrip::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_H: return move(-1);
    case Qt::Key_Right:
    case Qt::Key_L: return move(1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (currentRow() >= 0)
            emit exemplarRequested(m_current);
        return;
    default: event->ignore();
    }
}

void TileStrip::mousePressEvent(QMouseEvent *event)
{
    for (int row = 0; row < shownTiles(); ++row) {
        if (!tileBox(row).contains(event->position().toPoint()))
            continue;
        setCurrent(SloId(m_tiles.index(row, 0).data(SloTileModel::IdRole).toString()));
        emit exemplarRequested(m_current);
    }
}

void TileStrip::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    if (currentRow() < 0)
        move(0);
    update();
}

void TileStrip::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

} // namespace qd
