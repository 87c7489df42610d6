#include "mcptaskmodel.h"

namespace qd {

QString taskStatusWord(McpTask::Status status)
{
    switch (status) {
    case McpTask::Status::Working: return McpTaskModel::tr("working");
    case McpTask::Status::InputRequired: return McpTaskModel::tr("needs input");
    case McpTask::Status::Completed: return McpTaskModel::tr("completed");
    case McpTask::Status::Failed: return McpTaskModel::tr("failed");
    case McpTask::Status::Cancelled: return McpTaskModel::tr("cancelled");
    case McpTask::Status::Unknown: break;
    }
    return McpTaskModel::tr("not known");
}

QVariant McpTaskModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const McpTask &task = rows().at(index.row());
    if (role == IdRole)
        return task.id;
    if (role == StatusRole)
        return static_cast<int>(task.status);
    if (role == Qt::AccessibleTextRole && index.column() == 0)
        return QStringList{taskStatusWord(task.status), task.id.left(100), task.message.left(200)}.join(QStringLiteral(", "));
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(index.column())) {
    case Column::State: return taskStatusWord(task.status);
    case Column::Id: return task.id.left(200);
    case Column::Message: return task.message.left(300).simplified();
    case Column::Created: return task.createdAt.left(40);
    case Column::Updated: return task.updatedAt.left(40);
    case Column::Count: break;
    }
    return {};
}

QVariant McpTaskModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Column::State: return tr("State");
    case Column::Id: return tr("Task");
    case Column::Message: return tr("Message");
    case Column::Created: return tr("Created");
    case Column::Updated: return tr("Updated");
    case Column::Count: break;
    }
    return {};
}

} // namespace qd
