#include "slotboardstore.h"

#include <utility>

namespace qd {

void SlotBoardStore::apply(const SlotBoard &board, const QStringList &gaps)
{
    m_error.reset();
    m_gaps = gaps;
    m_phase = Phase::Ready;
    if (board != m_board) {
        m_board = board;
        emit boardChanged();
    }
    emit stateChanged();
}

void SlotBoardStore::fail(const Error &error)
{
    m_error = error;
    m_phase = Phase::Failed;
    emit stateChanged();
}

void SlotBoardStore::setNotConfigured()
{
    clear();
    m_phase = Phase::NotConfigured;
    emit stateChanged();
}

void SlotBoardStore::setRefreshing(bool isRefreshing)
{
    if (std::exchange(m_isRefreshing, isRefreshing) != isRefreshing)
        emit stateChanged();
}

void SlotBoardStore::setStatus(const RollbackStatus &status)
{
    if (status == m_status)
        return;
    m_status = status;
    emit statusChanged();
}

void SlotBoardStore::clear()
{
    m_phase = Phase::Loading;
    m_board = {};
    m_gaps.clear();
    m_error.reset();
    m_isRefreshing = false;
    m_status = {};
    emit boardChanged();
    emit stateChanged();
    emit statusChanged();
}

} // namespace qd
