#pragma once

#include "keyedmodel.h"
#include "mcp/mcpoperations.h"

namespace qd {

/// The tasks of one server, as it told them last. Follows by difference. GUI thread.
class McpTaskModel final : public KeyedModel<McpTask>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpTaskModel)

public:
    enum class Column { State, Id, Message, Created, Updated, Count };
    enum Role {
        IdRole = Qt::UserRole + 1, ///< QString
        StatusRole                 ///< int, McpTask::Status
    };

    using KeyedModel::KeyedModel;

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(Column::Count); }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    [[nodiscard]] QString keyOf(const McpTask &task) const override { return task.id; }
};

/// "working", "needs input", …
[[nodiscard]] QString taskStatusWord(McpTask::Status status);
/// It can still be cancelled.
[[nodiscard]] inline bool isTaskOpen(McpTask::Status status) { return status == McpTask::Status::Working || status == McpTask::Status::InputRequired || status == McpTask::Status::Unknown; }

} // namespace qd
