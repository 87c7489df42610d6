#pragma once

#include "mcpcomparison.h"
#include "theme/theme.h"

#include <QAbstractItemModel>
#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace qd {

class BenchHint;
class DiffView;
class ElideLabel;

/// Two listings or sessions held against one another: what the chosen server offers or said, and what was approved of it,
/// what another server offers or said, or what a file holds. One row a difference; below it both, side by side. GUI thread.
class ComparePage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ComparePage)

public:
    /// `model` has the columns and roles of McpCompareModel; both are borrowed.
    ComparePage(QAbstractItemModel &model, const Theme &theme, QWidget *parent = nullptr);

    /// What there is to compare with: a key and its words each; the chosen one stays chosen.
    void setSources(const QList<std::pair<QString, QString>> &sources);
    [[nodiscard]] QString source() const;
    /// What is compared with is none of them: a file.
    void setOtherSource(const QString &name);
    /// The rows are in the model already.
    void setComparison(const McpComparison &comparison);
    /// Why there is nothing to show.
    void setNotice(const QString &notice);

signals:
    void sourceChosen(const QString &key);
    /// Another listing out of a file is wanted.
    void fileRequested();

private:
    QWidget *makeBar();
    void makeTable(const Theme &theme);
    QWidget *makeSides();
    void showCurrent();

    QAbstractItemModel &m_model;
    McpComparison m_comparison;
    QComboBox *m_sources = nullptr;
    QLabel *m_summary = nullptr;
    ElideLabel *m_before = nullptr;
    ElideLabel *m_after = nullptr;
    QStackedWidget *m_stack;
    BenchHint *m_hint;
    QTableView *m_table = nullptr;
    DiffView *m_diff;
};

} // namespace qd
