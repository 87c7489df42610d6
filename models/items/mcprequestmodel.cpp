#include "mcprequestmodel.h"

namespace qd {

QString requestKindWord(McpPendingRequest::Kind kind)
{
    switch (kind) {
    case McpPendingRequest::Kind::Form: return McpRequestModel::tr("a form");
    case McpPendingRequest::Kind::Url: return McpRequestModel::tr("a page to visit");
    case McpPendingRequest::Kind::Sampling: return McpRequestModel::tr("a model's answer");
    case McpPendingRequest::Kind::Roots: break;
    }
    return McpRequestModel::tr("your folders");
}

QString requestStatusWord(const McpPendingRequest &request)
{
    switch (request.status) {
    case McpPendingRequest::Status::Waiting: return McpRequestModel::tr("waits");
    case McpPendingRequest::Status::Answered: return request.isDone ? McpRequestModel::tr("done") : McpRequestModel::tr("answered");
    case McpPendingRequest::Status::Declined: return McpRequestModel::tr("declined");
    case McpPendingRequest::Status::Dismissed: return McpRequestModel::tr("dismissed");
    case McpPendingRequest::Status::Withdrawn: break;
    }
    return McpRequestModel::tr("withdrawn");
}

McpRequestModel::McpRequestModel(const McpRequestStore &store, QObject *parent)
    : QAbstractTableModel(parent), m_store(store), m_rows(static_cast<int>(store.requests().size()))
{
    connect(&store, &McpRequestStore::aboutToAdd, this, [this](qsizetype index) { beginInsertRows({}, static_cast<int>(index), static_cast<int>(index)); });
    connect(&store, &McpRequestStore::added, this, [this] {
        ++m_rows;
        endInsertRows();
    });
    connect(&store, &McpRequestStore::aboutToRemove, this, [this](qsizetype index) { beginRemoveRows({}, static_cast<int>(index), static_cast<int>(index)); });
    connect(&store, &McpRequestStore::removed, this, [this] {
        --m_rows;
        endRemoveRows();
    });
    connect(&store, &McpRequestStore::changed, this, [this](qsizetype row) {
        emit dataChanged(index(static_cast<int>(row), 0), index(static_cast<int>(row), columnCount() - 1));
    });
}

QVariant McpRequestModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || index.row() >= m_store.requests().size())
        return {};
    const McpPendingRequest &request = m_store.requests().at(index.row());
    if (role == IdRole)
        return QVariant::fromValue(request.id);
    if (role == StatusRole)
        return static_cast<int>(request.status);
    if (role == Qt::AccessibleTextRole && index.column() == 0)
        return QStringList{requestStatusWord(request), request.server.value, requestKindWord(request.kind), request.summary().left(200)}.join(QStringLiteral(", "));
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(index.column())) {
    case Column::State: return requestStatusWord(request);
    case Column::Server: return request.server.value;
    case Column::What: return requestKindWord(request.kind);
    case Column::Time: return toDateTime(request.at).toString(QStringLiteral("HH:mm:ss"));
    case Column::Message: return request.summary().left(300).simplified();
    case Column::Count: break;
    }
    return {};
}

QVariant McpRequestModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Column::State: return tr("State");
    case Column::Server: return tr("Server");
    case Column::What: return tr("Asks for");
    case Column::Time: return tr("At (UTC)");
    case Column::Message: return tr("Message");
    case Column::Count: break;
    }
    return {};
}

} // namespace qd
