#pragma once

#include "error.h"
#include "release/rollbackstatus.h"

#include <QObject>
#include <QStringList>

#include <optional>

namespace qd {

/// What the rollback page shows: the slots as they were read last, and where a rollback is. A failed reading keeps the
/// last slots. GUI thread.
class SlotBoardStore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SlotBoardStore)

public:
    /// NotConfigured: the profile names no app.
    enum class Phase { Loading, Ready, Failed, NotConfigured };

    using QObject::QObject;

    void apply(const SlotBoard &board, const QStringList &gaps);
    void fail(const Error &error);
    void setNotConfigured();
    void setRefreshing(bool isRefreshing);
    void setStatus(const RollbackStatus &status);
    /// Another account: nothing is known.
    void clear();

    [[nodiscard]] Phase phase() const { return m_phase; }
    [[nodiscard]] const SlotBoard &board() const { return m_board; }
    [[nodiscard]] bool hasBoard() const { return !m_board.slotList.isEmpty(); }
    [[nodiscard]] const QStringList &gaps() const { return m_gaps; }
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }
    [[nodiscard]] bool isRefreshing() const { return m_isRefreshing; }
    [[nodiscard]] const RollbackStatus &status() const { return m_status; }

signals:
    void boardChanged();
    /// Phase, error, gaps or refreshing.
    void stateChanged();
    void statusChanged();

private:
    Phase m_phase = Phase::Loading;
    SlotBoard m_board;
    QStringList m_gaps;
    std::optional<Error> m_error;
    RollbackStatus m_status;
    bool m_isRefreshing = false;
};

} // namespace qd
