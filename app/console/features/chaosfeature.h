#pragma once

#include "auditactionmodel.h"
#include "chaosdesk.h"
#include "feature.h"
#include "watchedaccount.h"

#include <QPointer>
#include <QTimer>

namespace qd {

class ChaosView;
class MainWindow;
struct Workspace;

/// Faults on purpose: the page, the banner with countdown and Stop on every page while one is on, whoever began it, and
/// the big stop, which works from everywhere, also while a sheet is open. GUI thread.
class ChaosFeature final : public Feature
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChaosFeature)

public:
    ChaosFeature(Workspace &workspace, MainWindow &window);
    ~ChaosFeature() override;
    void attach(WatchedAccount &account) override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] QWidget *makePage();
    void addCommands();
    void start(const ChaosSpec &spec);
    void stopAll();
    void release();
    void refresh();
    void showBanner();
    void showOnCharts();

    Workspace &m_workspace;
    MainWindow &m_window;
    AuditActionModel m_history;
    QPointer<ChaosView> m_view;
    QPointer<WatchedAccount> m_account;
    QTimer m_tick; ///< the banner's countdown
};

} // namespace qd
