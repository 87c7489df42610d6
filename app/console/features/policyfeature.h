#pragma once

#include "feature.h"
#include "policycontroller.h"
#include "policymodels.h"
#include "policystore.h"
#include "watchedaccount.h"

#include <QPointer>

#include <memory>

namespace qd {

class MainWindow;
class PolicyView;
struct Workspace;

/// The policy page: store to models to view, the view's intents to the controller.
class PolicyFeature final : public Feature
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PolicyFeature)

public:
    PolicyFeature(Workspace &workspace, MainWindow &window);
    ~PolicyFeature() override;
    void attach(WatchedAccount &account) override;

private:
    QWidget *makeView();
    void wireView();
    void addCommands();
    void makeController();
    void showScopes();
    void showOpen();
    [[nodiscard]] bool isShown() const;

    Workspace &m_workspace;
    MainWindow &m_window;
    PolicyStore m_store;
    PolicyScopeModel m_scopes;
    PolicyFindingModel m_findings;
    PolicyVersionModel m_versions;
    QPointer<PolicyView> m_view; ///< in the window
    QPointer<WatchedAccount> m_account;
    std::unique_ptr<PolicyController> m_controller;
    ApiId m_wanted; ///< asked for before there was an account
};

} // namespace qd
