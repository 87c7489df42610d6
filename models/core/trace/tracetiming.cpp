#include "trace/tracebuilder.h"

#include <algorithm>

namespace qd {

namespace {
constexpr int gapShare = 20; ///< a gap counts from one twentieth of the trace on
/// Spans are a little longer than what they time: this share of one may reach into what came after it.
constexpr int overlapShare = 50;
}

TraceTiming::TraceTiming(const std::vector<Span> &spans, std::vector<TraceNode> &nodes, Microseconds traceDuration)
    : m_spans(spans), m_nodes(nodes), m_smallestGap(traceDuration / gapShare)
{
}

std::vector<int> TraceTiming::childrenByStart(int index) const
{
    std::vector<int> children;
    const int end = m_nodes[static_cast<size_t>(index)].next;
    for (int child = index + 1; child < end; child = m_nodes[static_cast<size_t>(child)].next)
        children.push_back(child);
    return children; // a tree in waterfall order lists siblings by time
}

void TraceTiming::measure(std::vector<SpanStretch> &gaps)
{
    for (int i = 0; i < static_cast<int>(m_spans.size()); ++i) {
        const Span &span = m_spans[static_cast<size_t>(i)];
        TraceNode &node = m_nodes[static_cast<size_t>(i)];
        Instant covered = span.start;
        const auto leave = [&](Instant until) {
            if (until <= covered)
                return;
            node.self += until - covered;
            if (node.hasChildren(i) && until - covered > m_smallestGap && span.kind != Span::Kind::Missing)
                gaps.push_back({i, covered, until});
        };
        for (const int child : childrenByStart(i)) {
            const Span &below = m_spans[static_cast<size_t>(child)];
            leave(std::min(below.start, span.end()));
            covered = std::max(covered, std::min(below.end(), span.end()));
        }
        leave(span.end());
    }
}

// From the end of the root backwards: whoever ended last before the present moment is what was waited for.
void TraceTiming::walkCriticalPath(std::vector<SpanStretch> &critical)
{
    if (m_spans.empty())
        return;
    int root = 0;
    for (int i = 0; i < static_cast<int>(m_spans.size()); i = m_nodes[static_cast<size_t>(i)].next)
        if (m_spans[static_cast<size_t>(i)].duration > m_spans[static_cast<size_t>(root)].duration)
            root = i;
    std::vector<std::pair<int, Instant>> todo{{root, m_spans[static_cast<size_t>(root)].end()}};
    while (!todo.empty()) {
        const auto [index, limit] = todo.back();
        todo.pop_back();
        walkOne(index, limit, todo, critical);
    }
    std::ranges::sort(critical, [](const SpanStretch &a, const SpanStretch &b) { return std::pair(a.span, a.from) < std::pair(b.span, b.from); });
}

void TraceTiming::walkOne(int index, Instant limit, std::vector<std::pair<int, Instant>> &todo, std::vector<SpanStretch> &critical)
{
    const Span &span = m_spans[static_cast<size_t>(index)];
    m_nodes[static_cast<size_t>(index)].isCritical = true;
    Instant at = std::min(limit, span.end());
    std::vector<int> children = childrenByStart(index);
    std::ranges::stable_sort(children, std::greater<>(), [this, &span](int i) { return std::min(m_spans[static_cast<size_t>(i)].end(), span.end()); });
    for (const int child : children) {
        const Span &below = m_spans[static_cast<size_t>(child)];
        Instant end = std::min(below.end(), span.end()); // what outlives its parent is not waited for to its end
        if (end > at && end <= at + below.duration / overlapShare)
            end = at;
        if (below.start >= at || end > at || end <= span.start || below.duration <= Microseconds(0))
            continue;
        if (at > end)
            critical.push_back({index, end, at});
        todo.push_back({child, end});
        at = std::max(below.start, span.start);
    }
    if (at > span.start)
        critical.push_back({index, span.start, at});
}

} // namespace qd
