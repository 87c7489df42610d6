#pragma once

#include "theme/theme.h"

#include <QAbstractItemModel>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QTabBar;
class QTableView;

namespace qd {

class BenchHint;
class CodePane;

/// The wire log: every message both ways with its HTTP status and time, filtered; the chosen one with its headers; copies,
/// sending it again, and the log as a file. Keys are masked before they come here. GUI thread.
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
    /// Rows in the whole log of what is shown.
    [[nodiscard]] QList<qsizetype> shownRows() const;

signals:
    void filterChanged(const QString &text);
    /// Number of McpWireProxy::Kind.
    void kindChosen(int kind);
    void everyServerChosen(bool isEvery);
    void clearRequested();
    void exportRequested();
    /// The row in the whole log.
    void curlRequested(qsizetype row);
    void replayRequested(qsizetype row);

private:
    void makeTable(const Theme &theme);
    QWidget *makeBar();
    QWidget *makeDetail(const Theme &theme);
    QWidget *makeDetailBar(QWidget *parent);
    void refreshEmpty();
    void showAll();
    void showCurrent();
    void copyJson() const;
    [[nodiscard]] qsizetype currentRow() const;

    QAbstractItemModel &m_model;
    QStackedWidget *m_stack;
    BenchHint *m_hint;
    QTableView *m_table = nullptr;
    QTabBar *m_parts = nullptr;
    QStackedWidget *m_detail = nullptr;
    CodePane *m_message = nullptr;
    QPlainTextEdit *m_headers = nullptr;
    QLineEdit *m_filter = nullptr;
    QComboBox *m_kind = nullptr;
    QCheckBox *m_every = nullptr;
    QLabel *m_forgotten = nullptr;
    QList<QPushButton *> m_ofOne; ///< what is done with the chosen message
    QPushButton *m_replay = nullptr;
};

} // namespace qd
