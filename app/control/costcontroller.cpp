#include "costcontroller.h"

#include <algorithm>

namespace qd {

namespace {

constexpr std::chrono::days costReach{28};

} // namespace

CostController::CostController(MonitorConnector &monitor, CostStore &store, const Clock &clock, SloSettings settings, QObject *parent)
    : QObject(parent), m_store(store), m_clock(clock), m_month(monitor, settings), m_range(monitor, settings),
      m_poller(settings.detailInterval, settings.detailInterval * 4)
{
    connect(&m_poller, &Poller::due, this, &CostController::startMonth);
    connect(&m_month, &UsageFetch::fetched, this, [this](const UsageReport &report) {
        m_store.applyMonth(report, m_clock.now());
        m_poller.succeeded();
        emit loadingChanged();
    });
    connect(&m_range, &UsageFetch::fetched, this, [this](const UsageReport &report, TimeSpanRange span) {
        m_store.applyRange(report, span, m_clock.now());
        emit loadingChanged();
    });
    connect(&m_month, &UsageFetch::failed, this, [this](const Error &error) {
        m_store.fail(error);
        m_poller.failed(error.retryAfter);
        emit loadingChanged();
    });
    connect(&m_range, &UsageFetch::failed, this, [this](const Error &error) {
        m_store.fail(error);
        emit loadingChanged();
    });
}

void CostController::open() { m_poller.setPaused(Poller::Pause::Stopped, false); }

void CostController::close()
{
    m_month.abandon();
    m_range.abandon();
    m_poller.abandon();
    m_poller.setPaused(Poller::Pause::Stopped, true);
}

void CostController::refresh()
{
    if (!m_month.isRunning() && !m_poller.isPausedBy(Poller::Pause::Stopped))
        startMonth();
}

void CostController::setRange(TimeSpanRange range)
{
    m_chosen = range;
    if (m_store.period() == CostStore::Period::Range)
        startRange();
}

void CostController::setPeriod(CostStore::Period period)
{
    m_store.setPeriod(period);
    if (period == CostStore::Period::Range)
        startRange();
}

void CostController::startMonth()
{
    m_poller.begin();
    m_month.start(monthUsageSpan(m_clock.now()));
    if (m_store.period() == CostStore::Period::Range)
        startRange();
    emit loadingChanged();
}

void CostController::startRange()
{
    if (m_poller.isPausedBy(Poller::Pause::Stopped))
        return;
    m_range.start(m_chosen);
    emit loadingChanged();
}

TimeSpanRange monthUsageSpan(Instant now)
{
    const Instant weeks = std::chrono::floor<std::chrono::days>(now) - costReach;
    return {std::min(monthStart(now), weeks), now};
}

} // namespace qd
