#pragma once

#include "keyedmodel.h"
#include "mcpcomparison.h"

namespace qd {

/// What differs between two listings or sessions, one row a thing. GUI thread.
class McpCompareModel final : public KeyedModel<McpComparedItem>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpCompareModel)

public:
    enum class Column { State, Kind, Name, Weight, Why, Count };
    enum Role {
        StateRole = Qt::UserRole + 1, ///< int, DriftState
        SeverityRole                  ///< int, DriftSeverity
    };

    using KeyedModel::KeyedModel;

    [[nodiscard]] static QString kindOf(const McpComparedItem &item) { return item.kind.isEmpty() ? mcpKindName(item.drift.kind) : item.kind; }

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(Column::Count); }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    [[nodiscard]] QString keyOf(const McpComparedItem &item) const override { return kindOf(item) + u':' + item.drift.name; }
};

} // namespace qd
