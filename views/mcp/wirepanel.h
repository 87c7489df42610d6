#pragma once

#include "theme/theme.h"

#include <QAbstractItemModel>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QStackedWidget;
class QTableView;

namespace qd {

class BenchHint;

/// The wire log: table above, the chosen message with its headers below, copies of it. GUI thread.
class WirePanel final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WirePanel)

public:
    /// `model` has the columns and roles of McpWireModel; both are borrowed.
    WirePanel(QAbstractItemModel &model, const Theme &theme, QWidget *parent = nullptr);

    void setForgotten(quint64 count);
    void focusFilter();
    /// The cursor is in the filter, and something is filtered.
    [[nodiscard]] bool isFiltering() const;
    /// Empties the filter when the cursor is in it; false: there was nothing to do.
    bool clearFilter();

signals:
    void filterChanged(const QString &text);
    void clearRequested();
    /// The row in the whole log.
    void curlRequested(qsizetype row);

private:
    QTableView *makeTable(const Theme &theme);
    QWidget *makeBar();
    void refreshEmpty();
    void showCurrent();
    void copyJson() const;

    QAbstractItemModel &m_model;
    QStackedWidget *m_stack;
    BenchHint *m_hint;
    QTableView *m_table;
    QPlainTextEdit *m_detail;
    QLineEdit *m_filter = nullptr;
    QLabel *m_forgotten = nullptr;
};

} // namespace qd
