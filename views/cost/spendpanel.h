#pragma once

#include "cost/chargeback.h"
#include "spendmodel.h"
#include "theme/theme.h"

#include <QFrame>

class QButtonGroup;
class QLabel;
class QTableView;

namespace qd {

/// Spend of a period by tenant, model, agent or tool. GUI thread.
class SpendPanel final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SpendPanel)

public:
    enum class Grouping { Tenant, Model, Agent, Tool };

    /// Borrowed; must outlive the panel.
    SpendPanel(const Theme &theme, SpendModel &model, QWidget *parent = nullptr);

    [[nodiscard]] Grouping grouping() const { return m_grouping; }
    void setChargeback(const Chargeback &chargeback);

private:
    void setGrouping(Grouping grouping);
    void refresh();

    SpendModel &m_model;
    Grouping m_grouping = Grouping::Tenant;
    Chargeback m_chargeback;
    QButtonGroup *m_groups;
    QTableView *m_table;
    QLabel *m_note;
};

} // namespace qd
