#include "trace/tracebuilder.h"

#include <algorithm>

namespace qd {

namespace {

/// No real trace comes near; a hostile one must not cost time without end.
constexpr qsizetype maxChains = 200;
constexpr qsizetype maxChainLength = 50;

int spanIndex(const std::vector<Span> &spans, const QString &id)
{
    const auto found = std::ranges::find(spans, SpanId(id), &Span::id);
    return id.isEmpty() || found == spans.cend() ? -1 : static_cast<int>(found - spans.cbegin());
}

/// The first call of the tool after `from` among its siblings, or -1.
int toolCallAfter(const std::vector<Span> &spans, const std::vector<TraceNode> &nodes, int from, const QString &tool)
{
    const int parent = nodes[static_cast<size_t>(from)].parent;
    const int end = parent < 0 ? static_cast<int>(spans.size()) : nodes[static_cast<size_t>(parent)].next;
    for (int i = nodes[static_cast<size_t>(from)].next; i < end; i = nodes[static_cast<size_t>(i)].next)
        if (spans[static_cast<size_t>(i)].role == SpanRole::Tool)
            return toolOfSpan(spans[static_cast<size_t>(i)]) == tool ? i : -1;
    return -1;
}

/// The last failed call of the tool before `from` among its siblings, or -1.
int failedCallBefore(const std::vector<Span> &spans, const std::vector<TraceNode> &nodes, int from, const QString &tool)
{
    int found = -1;
    const int parent = nodes[static_cast<size_t>(from)].parent;
    for (int i = parent + 1; i < from; i = nodes[static_cast<size_t>(i)].next)
        if (spans[static_cast<size_t>(i)].isFailed && toolOfSpan(spans[static_cast<size_t>(i)]) == tool)
            found = i;
    return found;
}

} // namespace

QList<RepairChain> findRepairs(const std::vector<Span> &spans, const std::vector<TraceNode> &nodes)
{
    QList<RepairChain> chains;
    for (int i = 0; i < static_cast<int>(spans.size()) && chains.size() < maxChains; ++i) {
        const Span &span = spans[static_cast<size_t>(i)];
        const int attempt = span.attribute(u"agent.repair.attempt").toInt();
        if (attempt < 1)
            continue;
        const QString tool = span.attribute(u"agent.repair.tool");
        if (attempt == 1 || chains.isEmpty() || chains.constLast().tool != tool) {
            chains.append({.tool = tool});
            if (const int first = spanIndex(spans, span.attribute(u"agent.repair.of")); first >= 0)
                chains.last().spans.append(first);
        }
        RepairChain &chain = chains.last();
        if (chain.spans.size() < maxChainLength)
            chain.spans.append(i);
        chain.hasRecovered = span.attribute(u"agent.repair.outcome") == QLatin1String("recovered");
    }
    for (RepairChain &chain : chains)
        if (const int call = toolCallAfter(spans, nodes, chain.spans.constLast(), chain.tool); call >= 0)
            chain.spans.append(call);
    return chains;
}

QList<FallbackChain> findFallbacks(const std::vector<Span> &spans, const std::vector<TraceNode> &nodes)
{
    QList<FallbackChain> chains;
    for (int i = 0; i < static_cast<int>(spans.size()) && chains.size() < maxChains; ++i) {
        const Span &span = spans[static_cast<size_t>(i)];
        const int rung = span.attribute(u"agent.fallback.rung").toInt();
        if (rung < 1)
            continue;
        const QString tool = span.attribute(u"agent.fallback.for");
        const bool isNext = !chains.isEmpty() && chains.constLast().tool == tool && !chains.constLast().isResolved;
        if (!isNext) {
            chains.append({.tool = tool});
            if (const int first = failedCallBefore(spans, nodes, i, tool); first >= 0)
                chains.last().spans.append(first);
        }
        if (chains.last().spans.size() < maxChainLength)
            chains.last().spans.append(i);
        chains.last().isResolved = !span.isFailed;
    }
    return chains;
}

} // namespace qd
