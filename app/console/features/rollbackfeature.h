#pragma once

#include "feature.h"
#include "rollbackcontroller.h"
#include "slotboardmodel.h"
#include "slotboardstore.h"
#include "watchedaccount.h"

#include <QPointer>

#include <memory>

namespace qd {

class MainWindow;
class RollbackView;
struct Workspace;

/// Slots and rollback: store to model to view, the view's intents to the controller. What was left unfinished by a
/// console that died is taken up at the start.
class RollbackFeature final : public Feature
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RollbackFeature)

public:
    RollbackFeature(Workspace &workspace, MainWindow &window);
    ~RollbackFeature() override;
    void attach(WatchedAccount &account) override;

private:
    QWidget *makeView();
    void wireView();
    void addCommands();
    void open();
    void plan();
    void showBoard();
    void showState();
    void showStatus();
    void resumeUnfinished();
    [[nodiscard]] bool isShown() const;

    Workspace &m_workspace;
    MainWindow &m_window;
    SlotBoardStore m_store;
    SlotBoardModel m_model;
    QPointer<RollbackView> m_view; ///< in the window
    QPointer<WatchedAccount> m_account;
    SystemTimers m_timers;
    std::unique_ptr<RollbackController> m_controller;
    bool m_wantsPlan = false; ///< asked for before there was an account
};

} // namespace qd
