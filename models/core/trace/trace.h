#pragma once

#include "result.h"
#include "table.h"
#include "trace/span.h"

#include <vector>

namespace qd {

/// What the reply to a trace query holds, before anything is put in order.
struct TraceRows {
    std::vector<Span> spans;
    std::vector<std::pair<SpanId, SpanEvent>> events; ///< with the id of the span that they belong to
    bool isTruncated = false;                         ///< there are more rows than were asked for
};

/// Reads the rows of buildTraceQuery(). Fails with ErrorKind::Decode when a column is missing; odd cells are left empty.
Result<TraceRows> readTraceRows(const Table &reply);

/// A stretch of a span that none of its children accounts for, or that lies on the critical path.
struct SpanStretch {
    int span = 0;
    Instant from;
    Instant to;
    bool operator==(const SpanStretch &) const = default;
};

/// A call whose arguments did not fit, the re-prompts, and the call that came of it, in that order.
struct RepairChain {
    QString tool;
    QList<int> spans;
    bool hasRecovered = false;
    bool operator==(const RepairChain &) const = default;
};

/// A failed tool and the rungs that stood in for it, in order.
struct FallbackChain {
    QString tool;
    QList<int> spans;
    bool isResolved = false;
    bool operator==(const FallbackChain &) const = default;
};

/// Where a span stands in the tree, and what follows from that.
struct TraceNode {
    int parent = -1;         ///< -1: a root
    int depth = 0;
    int next = 0;            ///< one past the last span below this one
    int failuresBelow = 0;   ///< failed spans below, this one not counted
    Microseconds self{0};    ///< not covered by children
    bool isCritical = false;
    bool operator==(const TraceNode &) const = default;

    [[nodiscard]] bool hasChildren(int index) const { return next > index + 1; }
};

/// All spans of one operation as a tree, in the order in which a waterfall lists them: parents before children, siblings
/// by time. Made once from rows in any order; orphans, cycles, repeated ids and clock skew do not break it. A value.
class Trace
{
public:
    Trace() = default;
    /// Never fails: rows that contradict one another are kept and put where they do least harm.
    static Trace build(const TraceId &id, TraceRows rows);

    [[nodiscard]] const TraceId &id() const { return m_id; }
    [[nodiscard]] int size() const { return static_cast<int>(m_spans.size()); }
    [[nodiscard]] const Span &span(int index) const { return m_spans[static_cast<size_t>(index)]; }
    [[nodiscard]] const TraceNode &node(int index) const { return m_nodes[static_cast<size_t>(index)]; }
    /// Index of the span, or -1.
    [[nodiscard]] int indexOf(const SpanId &id) const;

    [[nodiscard]] Instant start() const { return m_start; }
    [[nodiscard]] Microseconds duration() const { return m_end - m_start; }
    [[nodiscard]] int failures() const { return m_failures; }
    [[nodiscard]] int missingSpans() const { return m_missing; }
    [[nodiscard]] int repeatedRows() const { return m_repeated; } ///< left out: the same row had come before
    [[nodiscard]] int brokenCycles() const { return m_cycles; }
    [[nodiscard]] bool isTruncated() const { return m_isTruncated; }
    /// Sums over the leaves that report usage, so that an agent's own sum is not counted twice.
    [[nodiscard]] qint64 inputTokens() const { return m_inputTokens; }
    [[nodiscard]] qint64 outputTokens() const { return m_outputTokens; }
    [[nodiscard]] std::optional<double> cost() const { return m_cost; }

    /// The deepest cause: the first failed span without a failure below it that nothing made up for; else the first one
    /// that was made up for. -1: nothing failed.
    [[nodiscard]] int firstFailure() const;
    /// The next failed span after `from` (before it, when backwards), round the end; -1: none.
    [[nodiscard]] int nextFailure(int from, bool isForward) const;
    [[nodiscard]] const QList<RepairChain> &repairs() const { return m_repairs; }
    [[nodiscard]] const QList<FallbackChain> &fallbacks() const { return m_fallbacks; }
    /// Stretches of over 5 % of the trace in a span with children where no child ran; by span.
    [[nodiscard]] const std::vector<SpanStretch> &gaps() const { return m_gaps; }
    /// What the trace's duration is made of: of each moment the deepest span that the end waited for; by span.
    [[nodiscard]] const std::vector<SpanStretch> &criticalPath() const { return m_critical; }

private:
    friend class TraceBuilder;

    TraceId m_id;
    std::vector<Span> m_spans;
    std::vector<TraceNode> m_nodes;
    Instant m_start;
    Instant m_end;
    int m_failures = 0;
    int m_missing = 0;
    int m_repeated = 0;
    int m_cycles = 0;
    bool m_isTruncated = false;
    qint64 m_inputTokens = 0;
    qint64 m_outputTokens = 0;
    std::optional<double> m_cost;
    QList<RepairChain> m_repairs;
    QList<FallbackChain> m_fallbacks;
    std::vector<SpanStretch> m_gaps;
    std::vector<SpanStretch> m_critical;
};

} // namespace qd
