#pragma once

#include "changelistmodel.h"
#include "feature.h"
#include "watchedaccount.h"

#include <QPointer>

namespace qd {

class ChangesView;
class MainWindow;
struct Workspace;

/// The page of changes, ranked by how well they explain the burn of the chosen SLO; key C from anywhere.
class ChangesFeature final : public Feature
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChangesFeature)

public:
    ChangesFeature(Workspace &workspace, MainWindow &window);
    ~ChangesFeature() override;

    void attach(WatchedAccount &account) override;

private:
    [[nodiscard]] ChangesView *makeView();
    void addCommands();
    void refresh();
    void refreshHealth();
    void openFor(const SloId &slo);
    void openAt(const ChangeId &change);
    void follow(const ChangeId &change);
    [[nodiscard]] bool isShown() const;
    [[nodiscard]] SloId ranking() const;

    Workspace &m_workspace;
    MainWindow &m_window;
    ChangeListModel m_model;
    QPointer<ChangesView> m_view; ///< in the window, once it was opened
    QPointer<WatchedAccount> m_account;
    SloId m_slo; ///< chosen; empty: the worst one
};

} // namespace qd
