#pragma once

#include "trace/trace.h"

#include <QHash>

namespace qd {

/// Puts the rows of one trace in order; used once, on the stack, by Trace::build().
class TraceBuilder
{
public:
    TraceBuilder(const TraceId &id, TraceRows rows);

    [[nodiscard]] Trace build();

private:
    void keepOneOfEach();
    void makeEvaluations();
    void resolveParents();
    int placeholderFor(const SpanId &id);
    void breakCycles();
    void linkChildren();
    void correctSkew();
    void spanPlaceholders();
    void order();
    void attachEvents();
    void rollUp();

    [[nodiscard]] size_t count() const { return m_spans.size(); }

    Trace m_trace;
    TraceRows m_rows;
    std::vector<Span> m_spans;
    QHash<SpanId, int> m_byId;
    std::vector<int> m_parents;
    std::vector<std::vector<int>> m_children; ///< the last entry holds the roots
};

/// Self times, gaps and the critical path of a trace whose tree stands.
class TraceTiming
{
public:
    TraceTiming(const std::vector<Span> &spans, std::vector<TraceNode> &nodes, Microseconds traceDuration);

    void measure(std::vector<SpanStretch> &gaps);
    void walkCriticalPath(std::vector<SpanStretch> &critical);

private:
    [[nodiscard]] std::vector<int> childrenByStart(int index) const;
    void walkOne(int index, Instant limit, std::vector<std::pair<int, Instant>> &todo, std::vector<SpanStretch> &critical);

    const std::vector<Span> &m_spans;
    std::vector<TraceNode> &m_nodes;
    Microseconds m_smallestGap;
};

/// Finds repair and fallback chains by the attributes that the agents' middleware puts on its spans
/// (agent.repair.attempt, .of, .tool, .outcome; agent.fallback.rung, .for).
QList<RepairChain> findRepairs(const std::vector<Span> &spans, const std::vector<TraceNode> &nodes);
QList<FallbackChain> findFallbacks(const std::vector<Span> &spans, const std::vector<TraceNode> &nodes);

} // namespace qd
