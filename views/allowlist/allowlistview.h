#pragma once

#include "allowserver.h"
#include "clock.h"
#include "theme/theme.h"

#include <QSortFilterProxyModel>
#include <QTimer>
#include <QWidget>

#include <optional>

class QAbstractItemModel;
class QComboBox;
class QLabel;
class QListView;
class QPushButton;
class QStackedWidget;
class QTableView;
class QTabWidget;

namespace qd {

class DiffView;
class EmptyState;
class ErrorBanner;
class ProgressLine;

/// The allowlist page: MCP servers on the left, the open one's tools with their decision, size and use, and below them
/// the policy that the decisions make, as a difference to what is live, and the proof. In the table + allows, - denies,
/// Space goes round. GUI thread.
class AllowlistView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AllowlistView)

public:
    /// Models of AllowServerModel, AllowToolModel and ProofModel. All are borrowed and must outlive the view.
    struct Models {
        QAbstractItemModel &servers;
        QAbstractItemModel &tools;
        QAbstractItemModel &proof;
    };
    AllowlistView(const Models &models, const Theme &theme, const Clock &clock, QWidget *parent = nullptr);

    void showNotConfigured();
    void showListError(const std::optional<Error> &error, bool isListed, bool hasServers);
    void showServer(const AllowServer *server);
    void setSubjects(const QStringList &subjects);
    void showNotice(const QString &text);
    /// Who the proof calls as.
    [[nodiscard]] QString subject() const;
    void selectTool(const QString &name);

signals:
    void serverChosen(const QString &key);
    void decided(const QStringList &tools, qd::ToolDecision decision);
    void applyRequested();
    void revertRequested();
    void reloadRequested();
    void driftAccepted();
    void undoRequested();
    void proveRequested(const QString &subject);
    void policyRequested(const QString &key);
    void retryRequested();
    void setupRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeMain();
    QWidget *makeHead();
    QWidget *makeDecisions();
    QWidget *makeProof();
    QPushButton *makeButton(const char *name, const QString &text, const QString &tip);
    void wire();
    void decideSelected(ToolDecision decision);
    [[nodiscard]] QStringList selectedTools() const;
    void showPlan(const AllowServer &server);
    void showProof(const AllowServer &server);
    void showState();
    [[nodiscard]] QString enforcementText() const;
    [[nodiscard]] QString sizeText() const;

    const Models m_models;
    const Theme &m_theme;
    const Clock &m_clock;
    QTimer m_tick;
    AllowServer m_server;
    QSortFilterProxyModel m_sorted;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QLabel *m_loading;
    ErrorBanner *m_banner;
    ProgressLine *m_progress;
    QListView *m_servers;
    QLabel *m_title;
    QLabel *m_state;
    QLabel *m_size;
    QLabel *m_notice;
    QTableView *m_tools;
    QTabWidget *m_tabs;
    DiffView *m_plan;
    QTableView *m_proof;
    QLabel *m_proofSummary;
    QComboBox *m_subjects;
    QPushButton *m_apply = nullptr;
    QPushButton *m_revert = nullptr;
    QPushButton *m_undo = nullptr;
    QPushButton *m_drift = nullptr;
    QPushButton *m_prove = nullptr;
};

} // namespace qd
