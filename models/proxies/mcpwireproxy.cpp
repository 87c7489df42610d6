#include "mcpwireproxy.h"

#include "mcpwiremodel.h"

namespace qd {

void McpWireProxy::setServer(const QString &name)
{
    m_server = name;
    invalidateFilter();
}

void McpWireProxy::setNotificationsOnly(bool isOnly)
{
    m_isNotificationsOnly = isOnly;
    invalidateFilter();
}

void McpWireProxy::setText(const QString &text)
{
    m_text = text;
    invalidateFilter();
}

bool McpWireProxy::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QAbstractItemModel &source = *sourceModel();
    const QModelIndex index = source.index(row, 0, parent);
    if (!m_server.isEmpty() && index.data(McpWireModel::ServerRole).toString() != m_server)
        return false;
    if (m_isNotificationsOnly && !index.data(McpWireModel::NotificationRole).toBool())
        return false;
    if (m_text.isEmpty())
        return true;
    for (const McpWireModel::Column column : {McpWireModel::Column::Method, McpWireModel::Column::Text})
        if (source.index(row, static_cast<int>(column), parent).data().toString().contains(m_text, Qt::CaseInsensitive))
            return true;
    return false;
}

} // namespace qd
