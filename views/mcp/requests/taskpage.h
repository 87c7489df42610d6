#pragma once

#include "theme/theme.h"

#include <QAbstractItemModel>
#include <QWidget>

class QPushButton;
class QStackedWidget;
class QTableView;

namespace qd {

class BenchHint;
class CodePane;

/// The tasks of a server: how each stands, its result when it has one, and cancelling it. GUI thread.
class TaskPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TaskPage)

public:
    /// `model` has the columns and roles of McpTaskModel; both are borrowed.
    TaskPage(QAbstractItemModel &model, const Theme &theme, QWidget *parent = nullptr);

    /// What stands below the list: the task as it is, or its result.
    void setText(const QString &text);
    /// Why there is no list; empty: there is one.
    void setNotice(const QString &notice);
    [[nodiscard]] QString current() const;

signals:
    void taskChosen(const QString &id);
    void refreshRequested();
    void resultRequested(const QString &id);
    void cancelRequested(const QString &id);

private:
    QWidget *makeBar();
    void refresh();

    QAbstractItemModel &m_model;
    QString m_notice;
    QStackedWidget *m_stack;
    BenchHint *m_hint;
    QTableView *m_table;
    CodePane *m_text;
    QPushButton *m_result = nullptr;
    QPushButton *m_cancel = nullptr;
};

} // namespace qd
