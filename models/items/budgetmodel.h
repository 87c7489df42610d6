#pragma once

#include "cost/budgetboard.h"
#include "keyedmodel.h"

namespace qd {

/// The tenants' month: spend against budget, breaker, forecast. GUI thread.
class BudgetModel final : public KeyedModel<BudgetLine>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BudgetModel)

public:
    enum Column { Tenant, State, Used, Spent, Budget, Expected, RunOut, ColumnCount };
    enum Role {
        StateRole = Qt::UserRole + 1, ///< int, BreakerState
        UsedRole                      ///< double, or nothing
    };

    explicit BudgetModel(QObject *parent = nullptr);

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    [[nodiscard]] QString keyOf(const BudgetLine &line) const override { return line.tenant; }
};

/// "OK", "Downshift", "Blocked", "Unknown".
QString breakerStateWord(BreakerState state);

} // namespace qd
