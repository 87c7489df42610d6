#include "rollbackcontroller.h"

namespace qd {

namespace {

constexpr Milliseconds boardInterval{20000};
constexpr Milliseconds longestBoardWait{120000};

} // namespace

RollbackController::RollbackController(const RollbackFlow::Parts &parts, SlotBoardStore &store, QObject *parent)
    : QObject(parent), m_store(store), m_loader(parts.sources), m_flow(parts), m_poller(boardInterval, longestBoardWait)
{
    connect(&m_poller, &Poller::due, this, &RollbackController::read);
    connect(&m_flow, &RollbackFlow::changed, this, [this] { m_store.setStatus(m_flow.status()); });
    connect(&m_flow, &RollbackFlow::boardRead, this, [this](const SlotBoardReading &reading) { m_store.apply(reading.board, reading.gaps); });
    connect(&m_flow, &RollbackFlow::ended, this, &RollbackController::refresh);
    m_store.clear();
}

RollbackController::~RollbackController() { m_running.cancel(); }

void RollbackController::setShown(bool isShown) { m_poller.setPaused(Poller::Pause::Stopped, !isShown); }

void RollbackController::refresh() { read(); }

void RollbackController::preparePlan()
{
    const RollbackStatus &status = m_flow.status();
    const bool isKept = status.isBusy() || (status.state == RollbackStatus::State::Failed && status.hasSwapped);
    if (!isKept)
        m_flow.plan();
}

void RollbackController::read()
{
    if (m_isReading)
        return;
    // A swap that an earlier program began: without a board the page would have nothing to show it on.
    if (m_flow.status().isWriting() && m_store.hasBoard())
        return m_poller.isPaused() ? void() : (m_poller.begin(), m_poller.succeeded());
    m_isReading = true;
    m_poller.begin();
    m_store.setRefreshing(true);
    m_running = m_loader.load(this, [this](const Result<SlotBoardReading> &reading) { receive(reading); });
}

void RollbackController::receive(const Result<SlotBoardReading> &reading)
{
    m_isReading = false;
    m_store.setRefreshing(false);
    if (reading) {
        m_store.apply(reading->board, reading->gaps);
        m_poller.succeeded();
    } else {
        m_store.fail(reading.error());
        m_poller.failed(reading.error().retryAfter);
    }
}

} // namespace qd
