#include "mcpwireproxy.h"

#include "mcpwiremodel.h"

#include <algorithm>

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

void McpWireProxy::setKind(Kind kind)
{
    m_kind = kind;
    invalidateFilter();
}

void McpWireProxy::setEveryServer(bool isEvery)
{
    m_isEveryServer = isEvery;
    invalidateFilter();
}

void McpWireProxy::setText(const QString &text)
{
    m_words = text.split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

bool McpWireProxy::isOfKind(const QModelIndex &index) const
{
    const auto direction = static_cast<McpWireEntry::Direction>(index.data(McpWireModel::DirectionRole).toInt());
    const bool isOwn = index.data(McpWireModel::NotificationRole).toBool();
    switch (m_kind) {
    case Kind::All: return true;
    case Kind::Requests: return !isOwn;
    case Kind::Notifications: return isOwn && direction != McpWireEntry::Direction::Note;
    case Kind::Errors: return index.data(McpWireModel::ErrorRole).toBool();
    case Kind::Notes: break;
    }
    return direction == McpWireEntry::Direction::Note;
}

bool McpWireProxy::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (!m_isEveryServer && !m_server.isEmpty() && index.data(McpWireModel::ServerRole).toString() != m_server)
        return false;
    if ((m_isNotificationsOnly && !index.data(McpWireModel::NotificationRole).toBool()) || !isOfKind(index))
        return false;
    if (m_words.isEmpty())
        return true;
    const QString text = index.data(McpWireModel::SearchRole).toString();
    return std::all_of(m_words.cbegin(), m_words.cend(), [&text](const QString &word) {
        const bool isUnwanted = word.size() > 1 && word.startsWith(u'!');
        return text.contains(isUnwanted ? QStringView(word).mid(1) : QStringView(word), Qt::CaseInsensitive) != isUnwanted;
    });
}

} // namespace qd
