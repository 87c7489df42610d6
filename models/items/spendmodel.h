#pragma once

#include "cost/chargeback.h"
#include "keyedmodel.h"

namespace qd {

/// Lines of a chargeback, dearest first. GUI thread.
class SpendModel final : public KeyedModel<SpendLine>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SpendModel)

public:
    enum Column { Name, Priced, Share, Reported, Difference, Input, Cached, Output, Calls, ColumnCount };
    enum Role {
        ShareRole = Qt::UserRole + 1, ///< double, 0..1 of the total
        DisagreesRole,                ///< bool: priced and reported differ by more than sampling explains
        UnpricedRole                  ///< bool: has tokens without a price
    };

    explicit SpendModel(QObject *parent = nullptr);

    /// `total` is what shares are of.
    void setLines(const QList<SpendLine> &lines, const Money &total);

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    [[nodiscard]] QString keyOf(const SpendLine &line) const override { return line.key; }

private:
    Money m_total;
};

} // namespace qd
