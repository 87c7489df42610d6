#pragma once

#include "coststore.h"
#include "poller.h"
#include "usagefetch.h"

#include <QObject>

namespace qd {

/// Keeps the cost store while its page is open: the month every minute, and the chosen range when that is what is looked
/// at. GUI thread.
class CostController final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CostController)

public:
    /// `clock` should be SloController::serverClock(). References are borrowed.
    CostController(MonitorConnector &monitor, CostStore &store, const Clock &clock, SloSettings settings, QObject *parent = nullptr);

    /// Nothing is asked for before open(), nor after close().
    void open();
    void close();
    void refresh();
    void setRange(TimeSpanRange range);
    void setPeriod(CostStore::Period period);
    void setHidden(bool hidden) { m_poller.setPaused(Poller::Pause::Hidden, hidden); }
    [[nodiscard]] bool isLoading() const { return m_month.isRunning() || m_range.isRunning(); }

signals:
    void loadingChanged();

private:
    void startMonth();
    void startRange();

    CostStore &m_store;
    const Clock &m_clock;
    UsageFetch m_month;
    UsageFetch m_range;
    Poller m_poller;
    TimeSpanRange m_chosen;
};

/// The span that a month's chargeback and its forecast need: the month so far and at least four weeks.
TimeSpanRange monthUsageSpan(Instant now);

} // namespace qd
