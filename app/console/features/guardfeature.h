#pragma once

#include "audit/auditrecord.h"
#include "feature.h"
#include "watchedaccount.h"

#include <QPointer>

namespace qd {

class ConfirmSheet;
class MainWindow;
struct Workspace;

/// What stands before every write, on the screen: the sheet that asks, the write lease in the top bar and at the edge,
/// and banners for actions that were never finished and for a journal that cannot be written.
class GuardFeature final : public Feature
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GuardFeature)

public:
    GuardFeature(Workspace &workspace, MainWindow &window);
    void attach(WatchedAccount &account) override;

private:
    void addCommands();
    void showQuestion();
    void showLease();
    void showUnfinished();
    void toggleLease();
    void showSettled(const AuditRecord &intent, PolicyTruth truth);
    void onJournalFailed(const Error &error);
    void onBannerAction(const QString &id);
    void openPageOf(const AuditEntry &entry);

    Workspace &m_workspace;
    MainWindow &m_window;
    QPointer<ConfirmSheet> m_sheet; ///< in the window
    QPointer<WatchedAccount> m_account;
};

} // namespace qd
