#pragma once

#include "allowcontroller.h"
#include "allowmodels.h"
#include "allowstore.h"
#include "feature.h"
#include "watchedaccount.h"

#include <QPointer>

#include <memory>

namespace qd {

class AllowlistView;
class MainWindow;
struct Workspace;

/// The allowlist page: store to models to view, the view's intents to the controller.
class AllowlistFeature final : public Feature
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AllowlistFeature)

public:
    AllowlistFeature(Workspace &workspace, MainWindow &window);
    ~AllowlistFeature() override;
    void attach(WatchedAccount &account) override;

private:
    QWidget *makeView();
    void wireView();
    void addCommands();
    void makeController();
    void showServers();
    void showOpen();
    [[nodiscard]] bool isShown() const;

    Workspace &m_workspace;
    MainWindow &m_window;
    AllowStore m_store;
    AllowServerModel m_servers;
    AllowToolModel m_tools;
    ProofModel m_proof;
    QPointer<AllowlistView> m_view; ///< in the window
    QPointer<WatchedAccount> m_account;
    std::unique_ptr<AllowController> m_controller;
    QString m_wanted; ///< asked for before there was an account
};

} // namespace qd
