#include "trace/trace.h"

#include "trace/tracebuilder.h"

#include <algorithm>

namespace qd {

namespace {

/// Somebody above coped with the failure: a retry inside a model call, a rung of a fallback chain, a repair.
bool isMadeUpFor(const Trace &trace, int index)
{
    int parent = trace.node(index).parent;
    while (parent >= 0 && !trace.span(parent).isFailed && trace.span(parent).role == SpanRole::Gateway)
        parent = trace.node(parent).parent; // an error inside a 200 is nothing that the gateway coped with
    if (parent >= 0 && !trace.span(parent).isFailed && trace.span(parent).role != SpanRole::Agent)
        return true;
    const auto holds = [&trace, index](const QList<int> &spans) {
        return std::ranges::any_of(spans, [&trace, index](int member) { return member <= index && index < trace.node(member).next; });
    };
    return std::ranges::any_of(trace.fallbacks(), [&](const FallbackChain &chain) { return chain.isResolved && holds(chain.spans); })
        || std::ranges::any_of(trace.repairs(), [&](const RepairChain &chain) { return chain.hasRecovered && holds(chain.spans); });
}

} // namespace

Trace Trace::build(const TraceId &id, TraceRows rows) { return TraceBuilder(id, std::move(rows)).build(); }

int Trace::indexOf(const SpanId &id) const
{
    const auto found = std::ranges::find(m_spans, id, &Span::id);
    return found == m_spans.cend() ? -1 : static_cast<int>(found - m_spans.cbegin());
}

int Trace::firstFailure() const
{
    int first = -1;
    int firstMadeUp = -1;
    for (int i = 0; i < size(); ++i) {
        if (!span(i).isFailed || node(i).failuresBelow > 0)
            continue;
        int &best = isMadeUpFor(*this, i) ? firstMadeUp : first;
        if (best < 0 || span(i).start < span(best).start)
            best = i;
    }
    return first >= 0 ? first : firstMadeUp;
}

int Trace::nextFailure(int from, bool isForward) const
{
    const int step = isForward ? 1 : -1;
    for (int seen = 0, at = from + step; seen < size(); ++seen, at += step) {
        at = at >= size() ? 0 : at < 0 ? size() - 1 : at;
        if (span(at).isFailed)
            return at;
    }
    return -1;
}

} // namespace qd
