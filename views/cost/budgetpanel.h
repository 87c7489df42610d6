#pragma once

#include "budgetmodel.h"
#include "change/change.h"
#include "theme/theme.h"

#include <QWidget>

class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace qd {

class ChartPanel;
class FactList;

/// Every tenant's month against its budget, and the burn-down of the one that is chosen. GUI thread.
class BudgetPanel final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BudgetPanel)

public:
    /// Borrowed; must outlive the panel.
    BudgetPanel(const Theme &theme, BudgetModel &model, QWidget *parent = nullptr);

    /// What the chart shows when no tenant is chosen.
    void setFleet(const BudgetLine &fleet, Instant now);
    void setMarkers(const QList<Change> &markers);
    /// Why a budget was refused; empty: it was taken.
    void setProblem(const QString &problem);
    [[nodiscard]] QString tenant() const;

signals:
    void markerActivated(const qd::Change &change);
    /// Nothing: back to what the agents' own ratio says.
    void budgetTyped(const QString &tenant, std::optional<double> month);

private:
    QWidget *makeTable();
    QWidget *makeSide();
    QWidget *makeEditor(QWidget *parent);
    void refreshChosen();
    [[nodiscard]] const BudgetLine &chosen() const;
    void sendBudget();

    const Theme &m_theme;
    BudgetModel &m_model;
    BudgetLine m_fleet;
    Instant m_now{};
    QList<Change> m_markers;
    QTableView *m_table = nullptr;
    ChartPanel *m_chart = nullptr;
    QLabel *m_sideTitle = nullptr;
    QLabel *m_sentence = nullptr;
    FactList *m_facts = nullptr;
    QLineEdit *m_budget = nullptr;
    QPushButton *m_set = nullptr;
    QLabel *m_problem = nullptr;
};

} // namespace qd
