#include "mcpcallstore.h"

#include <algorithm>
#include <numeric>

namespace qd {

namespace {

qint64 weightOfCall(const McpCallRecord &call)
{
    qint64 bytes = 2 * (call.result.raw.size() + call.result.structured.size() + call.arguments.size());
    for (const McpContent &part : call.result.content)
        bytes += part.data.size() + 2 * part.text.size();
    return bytes;
}

} // namespace

McpCallRecord McpCallStore::call(const McpSubjectId &id) const
{
    const auto found = std::find_if(m_calls.cbegin(), m_calls.cend(), [&id](const McpCallRecord &call) { return subjectIdOf(call) == id; });
    return found == m_calls.cend() ? McpCallRecord{.kind = id.kind, .server = id.server, .name = id.name} : *found;
}

void McpCallStore::setCall(const McpCallRecord &call)
{
    const McpSubjectId id = subjectIdOf(call);
    const auto found = std::find_if(m_calls.begin(), m_calls.end(), [&id](const McpCallRecord &known) { return subjectIdOf(known) == id; });
    if (found != m_calls.end()) {
        if (*found == call)
            return;
        m_calls.erase(found);
    }
    m_calls.append(call);
    trim();
    emit callChanged(call);
}

void McpCallStore::forget(const McpServerId &server)
{
    m_calls.removeIf([&server](const McpCallRecord &call) { return call.server == server && !call.isBusy(); });
}

/// The last one stays, however large it is: it is what is looked at.
void McpCallStore::trim()
{
    qint64 bytes = std::accumulate(m_calls.cbegin(), m_calls.cend(), qint64(0), [](qint64 sum, const McpCallRecord &call) { return sum + weightOfCall(call); });
    for (qsizetype i = 0; i + 1 < m_calls.size() && (m_calls.size() > maxCalls || bytes > maxBytes);) {
        if (m_calls.at(i).isBusy()) {
            ++i;
            continue;
        }
        bytes -= weightOfCall(m_calls.at(i));
        m_calls.removeAt(i);
    }
}

} // namespace qd
