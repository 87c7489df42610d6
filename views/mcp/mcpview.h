#pragma once

#include "clock.h"
#include "mcp/callpanel.h"
#include "mcp/serverhint.h"
#include "mcpserverstate.h"
#include "theme/theme.h"

#include <QAbstractItemModel>
#include <QWidget>

class QStackedWidget;
class QTabBar;

namespace qd {

class BenchHead;
class BenchHint;
class ComparePage;
class DoctorPage;
class ErrorBanner;
class LoadPage;
class McpOfferPane;
class McpServerPane;
class ProgressLine;
class RequestPage;
class TaskPage;
class TestPage;
class WirePanel;

/// The MCP workbench: servers at the left, what the chosen one offers in tabs, the call and its result at the right, and the
/// messages. Ctrl+Enter calls, Escape cancels or goes back, / filters. GUI thread.
class McpView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpView)

public:
    enum class Tab { Tools, Prompts, Resources, Requests, Tasks, Notifications, Wire, Compare, Doctor, Load, Tests };

    /// Models of servers (McpServerModel), offers (McpOfferModel), messages (McpWireProxy), questions (McpRequestModel),
    /// tasks (McpTaskModel), differences (McpCompareModel) and steps of a collection (McpStepModel); everything is borrowed.
    struct Models {
        QAbstractItemModel &servers;
        QAbstractItemModel &offers;
        QAbstractItemModel &wire;
        QAbstractItemModel &requests;
        QAbstractItemModel &tasks;
        QAbstractItemModel &differences;
        QAbstractItemModel &steps;
    };

    McpView(const Models &models, const Theme &theme, const Clock &clock, QWidget *parent = nullptr);

    [[nodiscard]] CallPanel &call() const { return *m_call; }
    [[nodiscard]] WirePanel &wire() const { return *m_wire; }
    [[nodiscard]] RequestPage &requests() const { return *m_requests; }
    [[nodiscard]] TaskPage &tasks() const { return *m_tasks; }
    [[nodiscard]] ComparePage &compare() const { return *m_compare; }
    [[nodiscard]] DoctorPage &doctor() const { return *m_doctor; }
    [[nodiscard]] LoadPage &load() const { return *m_load; }
    [[nodiscard]] TestPage &tests() const { return *m_tests; }
    [[nodiscard]] BenchHead &head() const { return *m_head; }
    [[nodiscard]] McpServerId currentServer() const;
    [[nodiscard]] Tab currentTab() const;
    /// Chooses without a word; serverChosen() follows when it is another one.
    void chooseServer(const McpServerId &id);
    void chooseTab(Tab tab);
    /// The row of this key, when it is listed.
    void chooseOffer(const QString &key);
    /// The chosen server as it is now; null: there is none.
    void setServer(const McpServerState *state);
    /// How many questions of servers wait for an answer.
    void setWaiting(qsizetype count);
    /// Whose keys there are to call the gateway with, and whose is used.
    void setSubjects(const QStringList &names, const QString &current);

signals:
    void serverChosen(const qd::McpServerId &id);
    void tabChosen(qd::McpView::Tab tab);
    void offerChosen(const QString &key);
    void connectRequested(const qd::McpServerId &id);
    void disconnectRequested(const qd::McpServerId &id);
    void refreshRequested(const qd::McpServerId &id);
    void removeRequested(const qd::McpServerId &id);
    void exportRequested(const qd::McpServerId &id);
    /// Everything that the server offers now is approved.
    void approveRequested(const qd::McpServerId &id);
    void subjectChosen(const QString &name);
    void connectAllRequested();
    void importRequested();
    void addRequested();
    void backRequested();

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void wireServers();
    [[nodiscard]] bool isEscapeOurs() const;
    void onEscape();
    QWidget *makeBench(const Models &models);
    void makeTabs(QWidget *parent);
    QWidget *makeOffers(const Models &models);
    void showHint(const McpServerState *state);
    void showError(const McpServerState *state);
    void showCounts(const McpServerState *state);
    [[nodiscard]] QWidget *pageOf(const McpServerState *state) const;
    void takeStep();

    const Theme &m_theme;
    const Clock &m_clock;
    McpServerPane *m_servers;
    BenchHead *m_head = nullptr;
    ErrorBanner *m_error = nullptr;
    ProgressLine *m_progress = nullptr;
    QTabBar *m_tabs = nullptr;
    QStackedWidget *m_stack = nullptr;
    BenchHint *m_hint = nullptr;
    ServerHint::Step m_step = ServerHint::Step::Import;
    QWidget *m_offerPage = nullptr;
    McpOfferPane *m_offers = nullptr;
    CallPanel *m_call = nullptr;
    WirePanel *m_wire = nullptr;
    RequestPage *m_requests = nullptr;
    TaskPage *m_tasks = nullptr;
    ComparePage *m_compare = nullptr;
    DoctorPage *m_doctor = nullptr;
    LoadPage *m_load = nullptr;
    TestPage *m_tests = nullptr;
};

} // namespace qd
