#include "mcprestarts.h"

#include <utility>

namespace qd {

void McpRestarts::stood(const McpServerId &id, Microseconds now) { m_counts[id.value].since = now; }

std::optional<McpRestarts::Turn> McpRestarts::lost(const McpServerId &id, Microseconds now)
{
    Count &count = m_counts[id.value];
    const auto since = std::exchange(count.since, std::nullopt);
    if (since && now - *since >= steady)
        count.tries = 0;
    if (count.tries >= most)
        return std::nullopt;
    count.ticket = ++m_lastTicket;
    return Turn{.number = ++count.tries, .wait = firstWait * (1 << (count.tries - 1)), .ticket = count.ticket};
}

bool McpRestarts::isDue(const McpServerId &id, quint64 ticket) const
{
    const auto count = m_counts.constFind(id.value);
    return count != m_counts.cend() && count->ticket == ticket && !count->since;
}

} // namespace qd
