#pragma once

#include "clock.h"
#include "policystate.h"
#include "theme/theme.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QAbstractItemModel;
class QLabel;
class QListView;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace qd {

class DiffView;
class EmptyState;
class ErrorBanner;
class PolicyEditor;
class ProgressLine;

/// The policy page: scopes on the left, the editor with what the linter found, the difference to what is live, the
/// history, and when somebody else wrote first, both texts with the three ways out. GUI thread.
class PolicyView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PolicyView)

public:
    enum class Way { TakeTheirs, Merge, KeepMine };
    /// Models of PolicyScopeModel, PolicyFindingModel and PolicyVersionModel. All are borrowed and must outlive the view.
    struct Models {
        QAbstractItemModel &scopes;
        QAbstractItemModel &findings;
        QAbstractItemModel &versions;
    };
    PolicyView(const Models &models, const Theme &theme, const Clock &clock, QWidget *parent = nullptr);

    void showNotConfigured();
    /// The list of scopes cannot be read, or with nothing: it can.
    void showListError(const std::optional<Error> &error, bool isListed);
    /// Everything of the open scope; nothing: none is open.
    void showState(const PolicyState *state);
    /// The editor takes over the draft, whatever it holds.
    void takeDraft(const QString &draft);
    void showNotice(const QString &text);
    void showDifference(bool isShown);
    void toggleHistory();
    [[nodiscard]] PolicyEditor &editor() const { return *m_editor; }

signals:
    void scopeChosen(const QString &key);
    void edited(const QString &text);
    void checkRequested();
    void applyRequested();
    void revertRequested();
    void reloadRequested();
    void undoRequested();
    void wayChosen(qd::PolicyView::Way way);
    void restoreRequested(int row);
    void retryRequested();
    void setupRequested();

private:
    QWidget *makeMain();
    QWidget *makeHead();
    QWidget *makeHistory();
    QWidget *makeConflict();
    QWidget *makeUndoBar();
    QPushButton *makeButton(const char *name, const QString &text, const QString &tip, void (PolicyView::*intent)());
    void wire();
    void followScope(const PolicyState &state);
    void showTexts(const PolicyState &state);
    void showAge();

    const Models m_models;
    const Theme &m_theme;
    const Clock &m_clock;
    QTimer m_tick;
    PolicyState m_state;
    QStackedWidget *m_stack;   ///< page or empty state
    EmptyState *m_empty;
    QLabel *m_loading;
    ErrorBanner *m_banner;
    ProgressLine *m_progress;
    QListView *m_scopes;
    QLabel *m_title;
    QLabel *m_age;
    QLabel *m_notice;
    PolicyEditor *m_editor;
    DiffView *m_diff;
    QLabel *m_diffSummary;
    QStackedWidget *m_texts;   ///< editor, difference, conflict
    DiffView *m_conflict;
    QTableView *m_findings;
    QTableView *m_versions;
    QWidget *m_history;
    QWidget *m_undoBar = nullptr;
    QPushButton *m_apply = nullptr;
    QPushButton *m_differ = nullptr;
    QPushButton *m_revert = nullptr;
};

} // namespace qd
