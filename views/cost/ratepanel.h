#pragma once

#include "error.h"
#include "ratemodel.h"
#include "theme/theme.h"

#include <QFrame>

#include <array>

class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace qd {

/// The rate card as a table that is edited in place, with a row to add a price below. What the rules refuse is told
/// under it, and nothing changes. GUI thread.
class RatePanel final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RatePanel)

public:
    /// What stands beside the table.
    struct Status {
        QString source;       ///< the file, or what came with the product
        bool isDirty = false;
        bool canUndo = false;
    };

    /// Borrowed; must outlive the panel.
    RatePanel(const Theme &theme, RateModel &model, QWidget *parent = nullptr);

    void setStatus(const Status &status);
    /// Why something was refused; empty: nothing was.
    void setProblem(const QString &problem);
    /// Fills the row for a new price, e.g. for a model that has none.
    void proposeModel(const QString &model);
    /// The row below was taken.
    void clearNew();

signals:
    void addRequested(const qd::Rate &rate);
    void removeRequested(int row);
    void undoRequested();
    void saveRequested();
    void revertRequested();

private:
    QWidget *makeHead();
    QWidget *makeNewRow();
    QPushButton *makeButton(const QString &name, const QString &text, const QString &tip);
    void sendNew();

    QTableView *m_table;
    QLabel *m_source = nullptr;
    QLabel *m_problem = nullptr;
    QPushButton *m_undo = nullptr;
    QPushButton *m_save = nullptr;
    QPushButton *m_revert = nullptr;
    QPushButton *m_remove = nullptr;
    std::array<QLineEdit *, 6> m_new{};
};

} // namespace qd
