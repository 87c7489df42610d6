#pragma once

#include "azuremonitor/monitorconnector.h"
#include "slo/changemarker.h"
#include "slosettings.h"
#include "timerange.h"

#include <QObject>

#include <optional>

namespace qd {

class SloController;

/// Loads what was changed in the range that the tiles show: one query after a good round of tiles, at once for another
/// range, else at most once a minute. It is no part of the round. A failure keeps the last markers. GUI thread.
class ChangeMarkerController final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChangeMarkerController)

public:
    static constexpr qsizetype maxMarkers = 500; ///< the newest are kept

    /// All references are borrowed and must outlive the controller; `settings` gives the interval (that of the detail)
    /// and the timeout.
    ChangeMarkerController(MonitorConnector &monitor, const SloController &tiles, SloSettings settings, QObject *parent = nullptr);
    ~ChangeMarkerController() override;

    /// Oldest first.
    [[nodiscard]] const QList<ChangeMarker> &markers() const { return m_markers; }
    [[nodiscard]] bool isLoading() const { return m_isLoading; }

signals:
    void markersChanged(const QList<qd::ChangeMarker> &markers);
    /// A query has ended, whatever came of it; markersChanged() came before. Not sent for one that was given up.
    void finished();

private:
    void onRound(bool isSuccess);
    void start();
    void abandon();
    void receive(quint64 generation, const Result<MonitorReply> &reply);

    MonitorConnector &m_monitor;
    const SloController &m_tiles;
    const SloSettings m_settings;
    QList<ChangeMarker> m_markers;
    Call m_call;
    std::optional<Instant> m_askedAt; ///< by the server's clock; nothing: this range was not asked for yet
    quint64 m_generation = 0;
    bool m_isLoading = false;
};

} // namespace qd
