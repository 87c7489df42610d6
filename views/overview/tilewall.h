#pragma once

#include "clock.h"
#include "overview/tilepainter.h"

#include <QListView>
#include <QTimer>

namespace qd {

/// The wall of SLO tiles over a model with SloTileModel's roles: an even grid that fills the width, driven by mouse,
/// arrows or h j k l; Return opens. Ages tick once a second while the wall is visible. GUI thread.
class TileWall final : public QListView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TileWall)

public:
    /// `theme` and `clock` are borrowed and must outlive the widget.
    TileWall(const Theme &theme, const Clock &clock, QWidget *parent = nullptr);

    void setRefreshInterval(Microseconds interval);
    /// Without scrolling the wall is given contentHeight(), and the grid takes the scroll bar's room too.
    void setScrolling(bool scrolling);
    [[nodiscard]] int columns() const { return m_columns; }
    /// Pixels between the last tile's cell and the right edge, left over by dividing the width.
    [[nodiscard]] int leftoverWidth() const;
    /// Height that shows every row at the present width.
    [[nodiscard]] int contentHeight() const;
    /// Options for one tile apart from selection.
    [[nodiscard]] TileOptions baseOptions() const;

    void setModel(QAbstractItemModel *model) override;

signals:
    void pointerOverWall(bool isOver);
    void columnsChanged();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;

private:
    void relayout();

    const Clock &m_clock;
    QTimer m_tick;
    Microseconds m_interval{};
    int m_columns = 1;
};

} // namespace qd
