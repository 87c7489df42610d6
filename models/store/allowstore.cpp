#include "allowstore.h"

#include <algorithm>

namespace qd {

bool AllowServer::isChanged() const
{
    return std::ranges::any_of(tools, [](const AllowTool &tool) {
        return tool.wanted != tool.live || (tool.drift == ToolDrift::Changed && tool.wanted == ToolDecision::Allowed)
            || (tool.drift == ToolDrift::Gone && tool.wanted != ToolDecision::Undecided);
    });
}

const AllowServer *AllowStore::server(const QString &key) const
{
    const auto found = m_servers.constFind(key);
    return found == m_servers.cend() ? nullptr : &*found;
}

QList<AllowServer> AllowStore::servers() const
{
    QList<AllowServer> all;
    for (const QString &key : m_keys)
        all.append(m_servers.value(key));
    return all;
}

void AllowStore::setServers(const QList<AllowServer> &servers)
{
    QStringList keys;
    QHash<QString, AllowServer> kept;
    for (const AllowServer &server : servers.mid(0, maxServers)) {
        if (keys.contains(server.key))
            continue;
        AllowServer known = m_servers.value(server.key, server);
        known.label = server.label;
        known.caption = server.caption;
        keys.append(server.key);
        kept.insert(server.key, known);
    }
    m_keys = keys;
    m_servers = kept;
    m_isListed = true;
    m_listError.reset();
    if (!m_keys.contains(m_open))
        open({});
    emit serversChanged();
}

void AllowStore::clear()
{
    setServers({});
    m_isListed = false;
}

void AllowStore::setSubjects(const QStringList &subjects)
{
    if (subjects == m_subjects)
        return;
    m_subjects = subjects;
    emit subjectsChanged();
}

void AllowStore::setListError(const std::optional<Error> &error)
{
    m_listError = error;
    emit serversChanged();
}

void AllowStore::apply(const AllowServer &server)
{
    const auto found = m_servers.find(server.key);
    if (found == m_servers.end() || *found == server)
        return;
    *found = server;
    emit serverChanged(server.key);
}

void AllowStore::open(const QString &key)
{
    if (key == m_open)
        return;
    m_open = key;
    emit openChanged();
}

} // namespace qd
