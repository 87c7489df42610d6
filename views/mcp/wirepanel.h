#pragma once

#include <QAbstractItemModel>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QTableView;

namespace qd {

/// The wire log: table above, the chosen message with its headers below, copies of it. GUI thread.
class WirePanel final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WirePanel)

public:
    /// `model` has the columns and roles of McpWireModel; borrowed.
    explicit WirePanel(QAbstractItemModel &model, QWidget *parent = nullptr);

    void setForgotten(quint64 count);
    void focusTable();

signals:
    void filterChanged(const QString &text);
    void clearRequested();
    /// The row in the whole log.
    void curlRequested(qsizetype row);

private:
    QWidget *makeBar();
    void showCurrent();
    void copyJson() const;

    QAbstractItemModel &m_model;
    QTableView *m_table;
    QPlainTextEdit *m_detail;
    QLineEdit *m_filter = nullptr;
    QLabel *m_forgotten = nullptr;
};

} // namespace qd
