#include "changemarkercontroller.h"

#include "log.h"
#include "slo/sliquery.h"
#include "slocontroller.h"

#include <algorithm>
#include <utility>

namespace qd {

ChangeMarkerController::ChangeMarkerController(MonitorConnector &monitor, const SloController &tiles, SloSettings settings,
                                               QObject *parent)
    : QObject(parent), m_monitor(monitor), m_tiles(tiles), m_settings(std::move(settings))
{
    connect(&tiles, &SloController::roundFinished, this, &ChangeMarkerController::onRound);
    connect(&tiles, &SloController::rangeChanged, this, &ChangeMarkerController::abandon);
}

ChangeMarkerController::~ChangeMarkerController() { abandon(); }

void ChangeMarkerController::onRound(bool isSuccess)
{
    if (!isSuccess || m_isLoading)
        return;
    // A clock that was set back must not silence the markers for good.
    const Instant now = m_tiles.serverClock().now();
    if (!m_askedAt || now < *m_askedAt || now - *m_askedAt >= m_settings.detailInterval)
        start();
}

void ChangeMarkerController::start()
{
    const TimeSpanRange span = m_tiles.span();
    m_askedAt = m_tiles.serverClock().now();
    m_isLoading = true;
    m_call = m_monitor.query(
        {.kql = buildMarkerQuery(m_monitor.target().schema, span), .timespan = span, .timeout = m_settings.queryTimeout}, this,
        [this, generation = ++m_generation](const Result<MonitorReply> &reply) { receive(generation, reply); });
}

void ChangeMarkerController::abandon()
{
    ++m_generation;
    m_askedAt.reset();
    m_isLoading = false;
    std::exchange(m_call, Call()).cancel();
}

void ChangeMarkerController::receive(quint64 generation, const Result<MonitorReply> &reply)
{
    if (generation != m_generation)
        return;
    m_isLoading = false;
    const auto markers = !reply ? Result<QList<ChangeMarker>>(reply.error())
                       : readChangeMarkers(reply->tables.isEmpty() ? Table{} : reply->tables.constFirst());
    if (!markers)
        log::info(log::ui, QStringLiteral("change markers could not be read: %1").arg(markers.error().message));
    else if (const auto newest = markers->mid(std::max<qsizetype>(0, markers->size() - maxMarkers));
             std::exchange(m_markers, newest) != newest)
        emit markersChanged(m_markers);
    emit finished();
}

} // namespace qd
