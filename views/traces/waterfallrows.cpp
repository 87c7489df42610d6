#include "traces/waterfallrows.h"

#include <algorithm>

namespace qd {

void WaterfallRows::setTrace(std::shared_ptr<const Trace> trace)
{
    m_trace = std::move(trace);
    m_isCollapsed.assign(static_cast<size_t>(m_trace->size()), 0);
    rebuild();
}

void WaterfallRows::rebuild()
{
    m_rows.clear();
    m_rows.reserve(m_isCollapsed.size());
    for (int span = 0; span < m_trace->size(); span = isCollapsed(span) ? m_trace->node(span).next : span + 1)
        m_rows.push_back(span);
}

int WaterfallRows::rowOf(int span) const
{
    if (span < 0 || m_rows.empty())
        return -1;
    const auto after = std::upper_bound(m_rows.cbegin(), m_rows.cend(), span);
    return static_cast<int>(after - m_rows.cbegin()) - 1;
}

void WaterfallRows::setCollapsed(int span, bool collapsed)
{
    if (span < 0 || isCollapsed(span) == collapsed || !m_trace->node(span).hasChildren(span))
        return;
    m_isCollapsed[static_cast<size_t>(span)] = static_cast<char>(collapsed);
    rebuild();
}

// Collapsing all leaves the roots and what is right below them: a list of one row says nothing.
void WaterfallRows::setAllCollapsed(bool collapsed)
{
    for (int span = 0; span < m_trace->size(); ++span)
        m_isCollapsed[static_cast<size_t>(span)]
            = static_cast<char>(collapsed && m_trace->node(span).depth > 1 && m_trace->node(span).hasChildren(span));
    rebuild();
}

void WaterfallRows::reveal(int span)
{
    bool isChanged = false;
    for (int above = span < 0 ? -1 : m_trace->node(span).parent; above >= 0; above = m_trace->node(above).parent) {
        isChanged = isChanged || isCollapsed(above);
        m_isCollapsed[static_cast<size_t>(above)] = 0;
    }
    if (isChanged)
        rebuild();
}

} // namespace qd
