#pragma once

#include "audit/auditaction.h"
#include "keyedmodel.h"

namespace qd {

/// Actions of one part from the audit log, a row each with how it ended. GUI thread.
class AuditActionModel final : public KeyedModel<AuditAction>
{
    Q_OBJECT

public:
    enum class Column { Time, What, Result, How, Who, Count };
    using KeyedModel::KeyedModel;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(Column::Count); }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    [[nodiscard]] QString keyOf(const AuditAction &action) const override { return QString::number(action.intent.sequence); }
};

} // namespace qd
