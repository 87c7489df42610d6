#pragma once

#include "change/change.h"
#include "slo/slotile.h"
#include "theme/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace qd {

class BurnTable;
class ChartPanel;
class FactList;

/// The selected tile at a glance, below the wall: its history, its burn rates and the numbers behind them. GUI thread.
class TilePanel final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TilePanel)

public:
    /// In less room than this the panel is not worth showing.
    static constexpr int minHeight = 230;
    static constexpr int minWidth = 820;

    /// `theme` is borrowed and must outlive the widget.
    explicit TilePanel(const Theme &theme, QWidget *parent = nullptr);

    void setTile(const SloTile &tile);
    /// The range of the tiles in words; empty: how long the points reach.
    void setRangeText(const QString &text);
    void setMarkers(const QList<Change> &markers);

signals:
    void openRequested(const qd::SloId &id);
    void markerActivated(const qd::Change &marker);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeSide(const Theme &theme);
    void refreshChart();

    SloTile m_tile;
    QString m_rangeText;
    QList<Change> m_markers;
    ChartPanel *m_chart;
    QLabel *m_burnTitle = nullptr;
    BurnTable *m_burn = nullptr;
    QLabel *m_sentence = nullptr;
    QLabel *m_description = nullptr;
    FactList *m_facts = nullptr;
    QPushButton *m_open = nullptr;
};

} // namespace qd
