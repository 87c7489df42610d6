#pragma once

#include "change/changerank.h"
#include "keyedmodel.h"

namespace qd {

/// Changes with how well each explains the burn, in the order given. One column. GUI thread.
class ChangeListModel final : public KeyedModel<RankedChange>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChangeListModel)

public:
    enum Role {
        RankedRole = Qt::UserRole + 1, ///< qd::RankedChange, whole
        IdRole                         ///< QString
    };

    explicit ChangeListModel(QObject *parent = nullptr);

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

protected:
    [[nodiscard]] QString keyOf(const RankedChange &row) const override { return row.change.id.value; }
};

} // namespace qd

Q_DECLARE_METATYPE(qd::RankedChange)
