#pragma once

#include "poller.h"
#include "rollbackflow.h"
#include "slotboardstore.h"

#include <QObject>

namespace qd {

/// Keeps the slot board up to date while its page is seen, and runs rollbacks. Readings stop while a write runs, because
/// the flow reads itself. GUI thread.
class RollbackController final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RollbackController)

public:
    /// Everything is borrowed.
    RollbackController(const RollbackFlow::Parts &parts, SlotBoardStore &store, QObject *parent = nullptr);
    ~RollbackController() override;

    /// Reads now and goes on while the page is seen; a rollback that is under way goes on unseen.
    void setShown(bool isShown);
    void refresh();
    /// Plans to the last known good slot, unless something is under way that must not be lost.
    void preparePlan();
    [[nodiscard]] RollbackFlow &flow() { return m_flow; }

private:
    void read();
    void receive(const Result<SlotBoardReading> &reading);

    SlotBoardStore &m_store;
    RollbackLoader m_loader;
    RollbackFlow m_flow;
    Poller m_poller;
    Call m_running;
    bool m_isReading = false;
};

} // namespace qd
