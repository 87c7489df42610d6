#pragma once

#include "change/change.h"
#include "clock.h"
#include "slo/slotile.h"
#include "theme/theme.h"

#include <QTimer>
#include <QWidget>

class QAbstractItemModel;

namespace qd {

class IncidentStrip;
class TileStrip;
class TracePane;
class TraceStore;

/// The incident on one screen: the worst tiles, the trace that shows best what happens, and below it what was changed
/// when. Everything by keyboard. GUI thread.
class IncidentView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(IncidentView)

public:
    /// What the view reads; borrowed, and must outlive it. `tiles` has SloTileModel's roles, worst first.
    struct Sources {
        QAbstractItemModel &tiles;
        const TraceStore &trace;
    };

    IncidentView(const Sources &sources, const Theme &theme, const Clock &clock, QWidget *parent = nullptr);

    [[nodiscard]] TracePane &pane() const { return *m_pane; }
    void setRefreshInterval(Microseconds interval);
    /// The objective that the incident is about.
    void setSlo(const SloId &id);
    [[nodiscard]] SloId slo() const { return m_slo; }
    void setChanges(const QList<Change> &changes);

signals:
    void exemplarRequested(const qd::SloId &id);
    void changesRequested(const qd::SloId &id);

private:
    void refreshTile();

    const Sources m_sources;
    const Clock &m_clock;
    QTimer m_tick;
    TileStrip *m_tiles;
    TracePane *m_pane;
    IncidentStrip *m_strip;
    SloId m_slo;
};

} // namespace qd
