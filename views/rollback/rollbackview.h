#pragma once

#include "clock.h"
#include "error.h"
#include "slotboardstore.h"
#include "theme/theme.h"

#include <QAbstractItemModel>
#include <QTimer>
#include <QWidget>

class QGridLayout;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace qd {

class EmptyState;
class ErrorBanner;
class PlanPanel;
class ProgressLine;
class SlotCard;

/// The rollback page: a card for each slot, and below it the plan with its checks, its phases and its proof. Enter starts
/// the plan (the guard then asks), V verifies again, Escape stops waiting. GUI thread.
class RollbackView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RollbackView)

public:
    /// `board` is a SlotBoardModel; everything is borrowed and must outlive the view.
    RollbackView(const QAbstractItemModel &board, const Theme &theme, const Clock &clock, QWidget *parent = nullptr);

    void setState(SlotBoardStore::Phase phase, const std::optional<Error> &error, const QStringList &gaps, bool isRefreshing);
    /// When the slots were read last.
    void setReadAt(Instant at);
    void setStatus(const RollbackStatus &status);
    void setAppName(const QString &name);

signals:
    void refreshRequested();
    void planRequested(const qd::SlotName &slot);
    void startRequested();
    void verifyRequested();
    void undoRequested();
    void stopRequested();
    void setupRequested();
    void backRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeBody();
    void wirePanel();
    void follow();
    void showCards();
    void showAge();
    void showEmpty(SlotBoardStore::Phase phase, const std::optional<Error> &error);

    const QAbstractItemModel &m_board;
    const Theme &m_theme;
    const Clock &m_clock;
    QTimer m_tick;
    Instant m_readAt{};
    bool m_hasRead = false;
    RollbackStatus m_status;
    QLabel *m_app = nullptr;
    QLabel *m_age = nullptr;
    QLabel *m_gaps = nullptr;
    QPushButton *m_refresh = nullptr;
    ProgressLine *m_progress = nullptr;
    ErrorBanner *m_banner = nullptr;
    QStackedWidget *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    QLabel *m_loading = nullptr;
    QGridLayout *m_cardGrid = nullptr;
    PlanPanel *m_panel = nullptr;
    QList<SlotCard *> m_cards;
};

} // namespace qd
