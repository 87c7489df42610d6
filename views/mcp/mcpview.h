#pragma once

#include "clock.h"
#include "mcp/callpanel.h"
#include "mcpserverstate.h"
#include "theme/theme.h"

#include <QAbstractItemModel>
#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QSortFilterProxyModel;
class QStackedWidget;
class QTabBar;
class QTableView;

namespace qd {

class EmptyState;
class ErrorBanner;
class ProgressLine;
class WirePanel;

/// The MCP bench: servers at the left, what the chosen one offers in tabs, the call and its result at the right, and the
/// messages. Ctrl+Enter calls, Escape cancels or goes back, / filters. GUI thread.
class McpView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpView)

public:
    enum class Tab { Tools, Prompts, Resources, Notifications, Wire };

    /// Models of servers (McpServerModel), offers (McpOfferModel) and messages (McpWireProxy); everything is borrowed.
    struct Models {
        QAbstractItemModel &servers;
        QAbstractItemModel &offers;
        QAbstractItemModel &wire;
    };

    McpView(const Models &models, const Theme &theme, const Clock &clock, QWidget *parent = nullptr);

    [[nodiscard]] CallPanel &call() const { return *m_call; }
    [[nodiscard]] WirePanel &wire() const { return *m_wire; }
    [[nodiscard]] McpServerId currentServer() const;
    [[nodiscard]] Tab currentTab() const;
    /// Chooses without a word; serverChosen() follows when it is another one.
    void chooseServer(const McpServerId &id);
    void chooseTab(Tab tab);
    /// The row of this key, when it is listed.
    void chooseOffer(const QString &key);
    /// The chosen server as it is now; null: there is none.
    void setServer(const McpServerState *state);

signals:
    void serverChosen(const qd::McpServerId &id);
    void tabChosen(qd::McpView::Tab tab);
    void offerChosen(const QString &key);
    void connectRequested(const qd::McpServerId &id);
    void disconnectRequested(const qd::McpServerId &id);
    void refreshRequested(const qd::McpServerId &id);
    void removeRequested(const qd::McpServerId &id);
    void importRequested();
    void backRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeServers(QAbstractItemModel &servers);
    QWidget *makeBench(QAbstractItemModel &offers);
    QWidget *makeOffers(QAbstractItemModel &offers);
    void onTab(int index);
    void onOffer(const QModelIndex &index);
    void showFacts(const McpServerState &state);
    void showOffersState(const McpServerState &state);

    const Theme &m_theme;
    const Clock &m_clock;
    McpServerState::Status m_status = McpServerState::Status::Idle;
    QListView *m_servers = nullptr;
    QPushButton *m_connect = nullptr;
    QPushButton *m_refresh = nullptr;
    QPushButton *m_remove = nullptr;
    QLabel *m_facts = nullptr;
    ErrorBanner *m_error = nullptr;
    ProgressLine *m_progress = nullptr;
    QTabBar *m_tabs = nullptr;
    QStackedWidget *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    QWidget *m_offerPage = nullptr;
    QLineEdit *m_filter = nullptr;
    QTableView *m_offers = nullptr;
    QSortFilterProxyModel *m_filtered = nullptr;
    QLabel *m_offerNote = nullptr;
    CallPanel *m_call = nullptr;
    WirePanel *m_wire = nullptr;
};

} // namespace qd
