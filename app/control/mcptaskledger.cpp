#include "mcptaskledger.h"

#include "log.h"
#include "mcp/placekey.h"

#include <algorithm>

namespace qd {

McpTaskLedger::McpTaskLedger(QString path, const Clock &clock) : m_path(std::move(path)), m_clock(clock)
{
    if (!m_path.isEmpty())
        m_tasks = loadTasks(m_path);
}

void McpTaskLedger::note(const McpServerConfig &server, const McpTask &task)
{
    const QString place = placeKey(server);
    const auto known = std::ranges::find_if(m_tasks, [&](const KeptTask &one) { return one.place == place && one.id == task.id; });
    if (known != m_tasks.end() || m_path.isEmpty() || task.id.size() > longestKeptTask)
        return;
    const Instant now = m_clock.now();
    const Milliseconds life = std::min<Milliseconds>(task.ttl.value_or(keptWithoutTime), longestTaskLife);
    m_tasks.removeIf([now](const KeptTask &one) { return one.until < now; });
    m_tasks.append({.place = place, .id = task.id, .until = now + life});
    write();
}

void McpTaskLedger::forget(const McpServerConfig &server, const QString &task)
{
    const QString place = placeKey(server);
    if (m_tasks.removeIf([&](const KeptTask &one) { return one.place == place && one.id == task; }) > 0)
        write();
}

QStringList McpTaskLedger::tasksOf(const McpServerConfig &server) const
{
    const QString place = placeKey(server);
    QStringList found;
    for (const KeptTask &one : m_tasks)
        if (one.place == place && one.until >= m_clock.now())
            found << one.id;
    return found;
}

void McpTaskLedger::write()
{
    if (m_tasks.size() > mostKeptTasks)
        m_tasks = m_tasks.last(mostKeptTasks);
    if (!saveTasks(m_tasks, m_path))
        log::info(log::mcp, QStringLiteral("the tasks of MCP servers could not be kept in %1").arg(m_path));
}

} // namespace qd
