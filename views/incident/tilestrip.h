#pragma once

#include "clock.h"
#include "overview/tilepainter.h"

#include <QTimer>
#include <QWidget>

class QAbstractItemModel;

namespace qd {

/// The worst tiles in one row, compact: the same painting and states as on the wall. Left and Right choose, Return asks
/// for the exemplar. GUI thread.
class TileStrip final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TileStrip)

public:
    static constexpr int mostTiles = 6;
    static constexpr int leastWidth = 186;

    /// `tiles` has SloTileModel's roles, worst first. All are borrowed and must outlive the widget.
    TileStrip(QAbstractItemModel &tiles, const Theme &theme, const Clock &clock, QWidget *parent = nullptr);

    void setRefreshInterval(Microseconds interval);
    /// Marks the tile whose exemplar is shown.
    void setCurrent(const SloId &id);
    [[nodiscard]] SloId current() const { return m_current; }
    [[nodiscard]] int shownTiles() const;

signals:
    void exemplarRequested(const qd::SloId &id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    [[nodiscard]] QRect tileBox(int position) const;
    [[nodiscard]] int currentRow() const;
    void move(int by);
    void speak();

    QAbstractItemModel &m_tiles;
    const Clock &m_clock;
    TilePainter m_painter;
    QTimer m_tick;
    Microseconds m_interval{};
    SloId m_current;
};

} // namespace qd
