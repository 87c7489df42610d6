#include "incident/incidentview.h"

#include "incident/incidentstrip.h"
#include "incident/tilestrip.h"
#include "slotilemodel.h"
#include "traces/tracepane.h"

#include <QVBoxLayout>

namespace qd {

IncidentView::IncidentView(const Sources &sources, const Theme &theme, const Clock &clock, QWidget *parent)
    : QWidget(parent), m_sources(sources), m_clock(clock), m_tiles(new TileStrip(sources.tiles, theme, clock, this)),
      m_pane(new TracePane(sources.trace, theme, this)), m_strip(new IncidentStrip(theme, this))
{
    setObjectName(QStringLiteral("incident"));
    setAccessibleName(tr("Incident"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::l, space::l, space::l);
    layout->setSpacing(space::l);
    layout->addWidget(m_tiles);
    layout->addWidget(m_pane, 1);
    layout->addWidget(m_strip);
    setFocusProxy(m_pane);
    connect(m_tiles, &TileStrip::exemplarRequested, this, &IncidentView::exemplarRequested);
    connect(m_strip, &IncidentStrip::changesRequested, this, [this] { emit changesRequested(m_slo); });
    connect(&sources.tiles, &QAbstractItemModel::dataChanged, this, &IncidentView::refreshTile);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (isVisible())
            m_strip->setNow(m_clock.now());
    });
    m_tick.start(Seconds(1));
    m_strip->setNow(clock.now());
    refreshTile();
}

void IncidentView::setRefreshInterval(Microseconds interval) { m_tiles->setRefreshInterval(interval); }

void IncidentView::setSlo(const SloId &id)
{
    m_slo = id;
    m_tiles->setCurrent(id);
    refreshTile();
}

void IncidentView::setChanges(const QList<Change> &changes) { m_strip->setChanges(changes); }

// Before an objective is chosen, the strip is about the worst one.
void IncidentView::refreshTile()
{
    for (int row = 0; row < m_sources.tiles.rowCount(); ++row) {
        const QModelIndex index = m_sources.tiles.index(row, 0);
        if (!m_slo.isEmpty() && index.data(SloTileModel::IdRole).toString() != m_slo.value)
            continue;
        m_strip->setNow(m_clock.now());
        m_strip->setTile(index.data(SloTileModel::TileRole).value<SloTile>());
        break;
    }
    setProperty("busy", m_pane->property("busy"));
}

} // namespace qd
