#pragma once

#include "azuremonitor/monitorconnector.h"
#include "poller.h"
#include "slo/sliquery.h"
#include "slodetailstore.h"
#include "slosettings.h"

#include <QObject>

#include <optional>

namespace qd {

/// Loads the history of the one SLO that is open: the SLI over its budget window and the burn-down, by one
/// query, again once a minute. Opening another SLO gives up the first. GUI thread.
class SloDetailController final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SloDetailController)

public:
    /// `clock` should be SloController::serverClock(). All references are borrowed.
    SloDetailController(MonitorConnector &monitor, SloDetailStore &store, const Clock &clock, SloSettings settings,
                        QObject *parent = nullptr);
    ~SloDetailController() override;

    /// False when no definition has this id.
    bool open(const SloId &id);
    void close();
    /// Asks anew, unless it is asking already.
    void refresh();
    /// A hidden window is not polled for; showing it goes on as the poller's interval says.
    /// Until the next timed round; nothing while none is timed.
    [[nodiscard]] std::optional<Milliseconds> nextRoundIn() const { return m_poller.remaining(); }
    void setHidden(bool hidden) { m_poller.setPaused(Poller::Pause::Hidden, hidden); }
    [[nodiscard]] bool isLoading() const { return m_isLoading; }

private:
    void start();
    void abandon();
    void receiveHistory(quint64 generation, const SliQuery &query, const Result<MonitorReply> &reply);
    [[nodiscard]] const SloDefinition *definition(const SloId &id) const;

    MonitorConnector &m_monitor;
    SloDetailStore &m_store;
    const Clock &m_clock;
    const SloSettings m_settings;
    Poller m_poller;
    SloId m_id;
    Call m_call;
    quint64 m_generation = 0;
    bool m_isLoading = false;
};

} // namespace qd
