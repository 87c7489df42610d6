#pragma once

#include "slotilemodel.h"
#include "watchedaccount.h"
#include "worstfirstproxy.h"

#include <QObject>
#include <QPointer>

namespace qd {

class DetailView;
class MainWindow;
class OverviewView;
struct Workspace;

/// The first screen and the detail of a tile: store to model to proxy to views, and the views' intents to the
/// controllers. Also freezing the view, and asking anew.
class OverviewFeature final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OverviewFeature)

public:
    OverviewFeature(Workspace &workspace, MainWindow &window);
    ~OverviewFeature() override;

    /// Follows this connection from now on; the one before may be gone.
    void attach(WatchedAccount &account);
    void openDetail(const SloId &id);
    /// The tile that needs attention first.
    [[nodiscard]] SloId worst() const;

private:
    void wireViews();
    [[nodiscard]] DetailView &detailView();
    void addCommands();
    void showTiles();
    void showDetail();
    void showChanges();
    void showError();
    void closeDetailUnlessShown();
    void toggleFreeze();
    void refresh();
    void seedTiles();

    Workspace &m_workspace;
    MainWindow &m_window;
    SloTileModel m_model;
    WorstFirstProxy m_worstFirst;
    QPointer<OverviewView> m_overview; ///< in the window
    QPointer<DetailView> m_detail;
    QPointer<WatchedAccount> m_account;
    SloId m_open;
    SloId m_shown; ///< the detail whose history is on the screen; a freeze holds it
    bool m_isVisible = true;
};

} // namespace qd
