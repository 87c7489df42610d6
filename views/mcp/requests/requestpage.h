#pragma once

#include "mcp/toolform.h"
#include "mcprequeststore.h"
#include "theme/theme.h"

#include <QAbstractItemModel>
#include <QWidget>

class QPushButton;
class QStackedWidget;
class QTableView;

namespace qd {

class BenchHint;
class FormRequestPane;
class SamplingPane;
class VisitPane;

/// What servers have asked of the person: the queue at the left, the chosen question with its answer at the right.
/// Nothing is sent, opened or fetched by itself. GUI thread.
class RequestPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RequestPage)

public:
    /// `model` has the columns and roles of McpRequestModel; both are borrowed.
    RequestPage(QAbstractItemModel &model, const Theme &theme, QWidget *parent = nullptr);

    /// The chosen question; null: none is chosen. `form` is of its schema.
    void setRequest(const McpPendingRequest *request, const ToolForm &form);
    [[nodiscard]] quint64 current() const;
    void choose(quint64 id);
    [[nodiscard]] ToolValues values() const;
    void setProblems(const QList<ToolProblem> &problems);
    /// The model that can be asked for an answer to sampling; empty: none.
    void setModelName(const QString &name);
    /// Its answer to this question, to be reviewed.
    void setProposal(quint64 id, const McpSamplingAnswer &answer);

signals:
    void requestChosen(quint64 id);
    /// What stands in the form is the answer.
    void acceptRequested(quint64 id);
    void visitRequested(quint64 id);
    void visitedRequested(quint64 id);
    void samplingAnswered(quint64 id, const QString &model, const QString &text);
    void proposalRequested(quint64 id);
    void declineRequested(quint64 id);
    void dismissRequested(quint64 id);

private:
    QWidget *makeDetail(const Theme &theme);
    QTableView *makeTable(QAbstractItemModel &model, const Theme &theme);
    void refreshEmpty();

    QAbstractItemModel &m_model;
    QStackedWidget *m_stack;
    BenchHint *m_hint;
    QTableView *m_table = nullptr;
    QStackedWidget *m_detail = nullptr;
    BenchHint *m_none = nullptr;
    FormRequestPane *m_form = nullptr;
    VisitPane *m_visit = nullptr;
    SamplingPane *m_sampling = nullptr;
};

} // namespace qd
