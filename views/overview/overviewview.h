#pragma once

#include "clock.h"
#include "change/change.h"
#include "slo/slotile.h"
#include "theme/theme.h"
#include "widgets/errorbanner.h"

#include <QPersistentModelIndex>
#include <QWidget>

#include <optional>

class QAbstractItemModel;
class QLabel;
class QHBoxLayout;
class QStackedWidget;

namespace qd {

class EmptyState;
class ProgressLine;
class StateSummary;
class TilePanel;
class TileWall;

/// The first screen: how many objectives are in which state, the wall of tiles, and below it the selected one.
/// The selection follows the worst tile until the operator chooses one. GUI thread.
class OverviewView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OverviewView)

public:
    /// `tiles` has SloTileModel's roles, worst first. All are borrowed and must outlive the view.
    OverviewView(QAbstractItemModel &tiles, const Theme &theme, const Clock &clock, QWidget *parent = nullptr);

    /// How often tiles are refreshed: ages turn amber after twice this, tiles are hatched after five times.
    void setRefreshInterval(Microseconds interval);
    void setRefreshing(bool refreshing);
    /// Shows what failed above the wall, or, with nothing, takes it away. The last good tiles stay.
    void setError(const std::optional<ErrorReport> &report);
    /// The chosen range in words, below the title of the selected tile's chart; empty: how long its points reach.
    void setRangeText(const QString &text);
    /// What was changed in the chosen range, drawn over the selected tile's chart.
    void setMarkers(const QList<Change> &markers);
    void selectTile(const SloId &id);
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] SloId selectedTile() const;

signals:
    void openRequested(const qd::SloId &id);
    void openMarkerRequested(const qd::Change &marker);
    void selectionChanged(const qd::SloId &id);
    /// While true nothing may change places on the wall.
    void pointerOverWall(bool isOver);
    void retryRequested();
    void setupRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void build();
    void wire();
    QWidget *makeHeadline();
    void someChanged(const QModelIndex &first, const QModelIndex &last);
    void tilesChanged();
    void summarize();
    [[nodiscard]] bool mustFollowWorst() const;
    void followWorst();
    void rowsMoved();
    void showSelected();
    void selectRow(int row);
    void share();
    [[nodiscard]] SloTile tileAt(int row) const;

    QAbstractItemModel &m_tiles;
    ErrorBanner *m_banner;
    StateSummary *m_summary;
    QLabel *m_caption;
    ProgressLine *m_progress;
    TileWall *m_wall;
    TilePanel *m_panel;
    QHBoxLayout *m_panelBox = nullptr;
    EmptyState *m_empty;
    QStackedWidget *m_stack;
    bool m_isChosen = false;  ///< the operator selected a tile
    bool m_isMoving = false;  ///< a selection of ours, not the operator's
};

} // namespace qd
