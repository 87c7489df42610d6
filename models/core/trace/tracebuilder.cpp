#include "trace/tracebuilder.h"

#include <algorithm>
#include <functional>

namespace qd {

namespace {

constexpr QLatin1String evaluationEvent("gen_ai.evaluation.result");

bool isSameRow(const Span &a, const Span &b)
{
    return a.kind == b.kind && a.name == b.name && a.start == b.start && a.duration == b.duration && a.parentId == b.parentId;
}

Span evaluationSpan(const SpanId &parent, SpanEvent event, size_t number)
{
    const QString what = attributeOf(event.attributes, u"gen_ai.evaluation.name");
    Span span;
    span.id = SpanId(QStringLiteral("evaluation-%1").arg(number));
    span.parentId = parent;
    span.kind = Span::Kind::Evaluation;
    span.name = QStringLiteral("eval ") % (what.isEmpty() ? QStringLiteral("result") : what);
    span.resultCode = attributeOf(event.attributes, u"gen_ai.evaluation.score.value");
    span.isFailed = attributeOf(event.attributes, u"gen_ai.evaluation.score.label") == QLatin1String("fail");
    span.start = event.at;
    span.role = SpanRole::Evaluation;
    span.attributes = std::move(event.attributes);
    return span;
}

} // namespace

TraceBuilder::TraceBuilder(const TraceId &id, TraceRows rows) : m_rows(std::move(rows))
{
    m_trace.m_id = id;
    m_trace.m_isTruncated = m_rows.isTruncated;
}

Trace TraceBuilder::build()
{
    keepOneOfEach();
    makeEvaluations();
    resolveParents();
    breakCycles();
    linkChildren();
    correctSkew();
    spanPlaceholders();
    order();
    attachEvents();
    rollUp();
    return std::move(m_trace);
}

// Senders repeat a batch when they miss the answer. Another span under the same id is kept, but nobody's parent.
void TraceBuilder::keepOneOfEach()
{
    m_spans.reserve(m_rows.spans.size());
    for (Span &span : m_rows.spans) {
        const auto known = m_byId.constFind(span.id);
        if (known != m_byId.cend() && isSameRow(m_spans[static_cast<size_t>(*known)], span)) {
            ++m_trace.m_repeated;
            continue;
        }
        if (known == m_byId.cend() && !span.id.isEmpty())
            m_byId.insert(span.id, static_cast<int>(m_spans.size()));
        m_spans.push_back(std::move(span));
    }
    m_rows.spans.clear();
}

void TraceBuilder::makeEvaluations()
{
    const auto isEvaluation = [](const auto &pair) {
        return pair.second.kind == SpanEvent::Kind::Custom && pair.second.name == evaluationEvent;
    };
    const auto first = std::stable_partition(m_rows.events.begin(), m_rows.events.end(), std::not_fn(isEvaluation));
    size_t number = 0;
    for (auto found = first; found != m_rows.events.end(); ++found)
        m_spans.push_back(evaluationSpan(found->first, std::move(found->second), ++number));
    m_rows.events.erase(first, m_rows.events.end());
}

// The caller of a request may lie outside of what we can see; a dependency without its caller is a hole in the telemetry.
void TraceBuilder::resolveParents()
{
    m_parents.assign(count(), -1);
    const size_t known = count();
    for (size_t i = 0; i < known; ++i) {
        const SpanId parent = m_spans[i].parentId;
        const bool isTop = parent.isEmpty() || parent == m_spans[i].id || parent.value == m_trace.m_id.value;
        if (isTop)
            continue;
        const auto found = m_byId.constFind(parent);
        if (found != m_byId.cend())
            m_parents[i] = *found;
        else if (m_spans[i].kind != Span::Kind::Request)
            m_parents[i] = placeholderFor(parent);
    }
}

int TraceBuilder::placeholderFor(const SpanId &id)
{
    Span span;
    span.id = id;
    span.kind = Span::Kind::Missing;
    span.name = QStringLiteral("missing span ") % id.value.left(16);
    const int index = static_cast<int>(count());
    m_byId.insert(id, index);
    m_spans.push_back(std::move(span));
    m_parents.push_back(-1);
    ++m_trace.m_missing;
    return index;
}

void TraceBuilder::breakCycles()
{
    enum : char { New, OnPath, Done };
    std::vector<char> states(count(), New);
    std::vector<int> path;
    for (size_t i = 0; i < count(); ++i) {
        path.clear();
        int at = static_cast<int>(i);
        for (; at >= 0 && states[static_cast<size_t>(at)] == New; at = m_parents[static_cast<size_t>(at)]) {
            states[static_cast<size_t>(at)] = OnPath;
            path.push_back(at);
        }
        if (at >= 0 && states[static_cast<size_t>(at)] == OnPath) {
            m_parents[static_cast<size_t>(at)] = -1;
            ++m_trace.m_cycles;
        }
        for (const int done : path)
            states[static_cast<size_t>(done)] = Done;
    }
}

void TraceBuilder::linkChildren()
{
    m_children.assign(count() + 1, {});
    for (size_t i = 0; i < count(); ++i)
        m_children[m_parents[i] < 0 ? count() : static_cast<size_t>(m_parents[i])].push_back(static_cast<int>(i));
}

// Only another process has another clock. A child that fits into its parent is put into the middle of it, and takes all
// below it along.
void TraceBuilder::correctSkew()
{
    std::vector<int> todo = m_children.back();
    for (size_t next = 0; next < todo.size(); ++next) {
        const int index = todo[next];
        const Span &parent = m_spans[static_cast<size_t>(index)];
        for (const int below : m_children[static_cast<size_t>(index)]) {
            Span &child = m_spans[static_cast<size_t>(below)];
            child.start += parent.skew;
            child.skew = parent.skew;
            const bool isElsewhere = child.service != parent.service || child.instance != parent.instance;
            const bool isInside = child.start >= parent.start && child.end() <= parent.end();
            if (parent.kind != Span::Kind::Missing && child.kind != Span::Kind::Evaluation && isElsewhere && !isInside
                && child.duration <= parent.duration) {
                const Microseconds move = parent.start + (parent.duration - child.duration) / 2 - child.start;
                child.start += move;
                child.skew += move;
            }
            todo.push_back(below);
        }
    }
}

void TraceBuilder::spanPlaceholders()
{
    for (size_t i = count(); i-- > 0;) {
        Span &span = m_spans[i];
        if (span.kind != Span::Kind::Missing || m_children[i].empty())
            continue;
        span.start = Instant::max();
        Instant end = Instant::min();
        for (const int child : m_children[i]) {
            span.start = std::min(span.start, m_spans[static_cast<size_t>(child)].start);
            end = std::max(end, m_spans[static_cast<size_t>(child)].end());
        }
        span.duration = end - span.start;
    }
}

void TraceBuilder::order()
{
    for (std::vector<int> &siblings : m_children)
        std::ranges::stable_sort(siblings, {}, [this](int i) { return m_spans[static_cast<size_t>(i)].start; });
    auto &nodes = m_trace.m_nodes;
    nodes.reserve(count());
    struct Step { int index; int parent; };
    std::vector<Step> todo;
    const auto push = [&todo](const std::vector<int> &siblings, int parent) {
        for (auto index = siblings.crbegin(); index != siblings.crend(); ++index)
            todo.push_back({*index, parent});
    };
    push(m_children.back(), -1);
    m_byId.clear();
    while (!todo.empty()) {
        const Step step = todo.back();
        todo.pop_back();
        const int place = static_cast<int>(nodes.size());
        nodes.push_back({.parent = step.parent, .depth = step.parent < 0 ? 0 : nodes[static_cast<size_t>(step.parent)].depth + 1,
                         .next = place + 1});
        Span &span = m_spans[static_cast<size_t>(step.index)];
        if (!span.id.isEmpty() && !m_byId.contains(span.id))
            m_byId.insert(span.id, place);
        m_trace.m_spans.push_back(std::move(span));
        push(m_children[static_cast<size_t>(step.index)], place);
    }
    for (size_t i = nodes.size(); i-- > 0;)
        if (nodes[i].parent >= 0)
            nodes[static_cast<size_t>(nodes[i].parent)].next = std::max(nodes[static_cast<size_t>(nodes[i].parent)].next, nodes[i].next);
}

void TraceBuilder::attachEvents()
{
    std::ranges::stable_sort(m_rows.events, {}, [](const auto &pair) { return pair.second.at; });
    if (m_trace.m_spans.empty())
        return;
    for (auto &[parent, event] : m_rows.events) {
        Span &span = m_trace.m_spans[static_cast<size_t>(m_byId.value(parent, 0))];
        event.at += span.skew;
        span.events.append(std::move(event));
    }
}

void TraceBuilder::rollUp()
{
    auto &spans = m_trace.m_spans;
    auto &nodes = m_trace.m_nodes;
    if (spans.empty())
        return;
    m_trace.m_start = std::ranges::min(spans, {}, &Span::start).start;
    m_trace.m_end = std::ranges::max(spans, {}, &Span::end).end();
    std::vector<char> hasUsageBelow(spans.size(), 0);
    for (size_t i = spans.size(); i-- > 0;) {
        const Span &span = spans[i];
        const bool hasUsage = span.inputTokens || span.outputTokens || span.cost;
        m_trace.m_failures += span.isFailed ? 1 : 0;
        if (hasUsage && !hasUsageBelow[i]) {
            m_trace.m_inputTokens += span.inputTokens.value_or(0);
            m_trace.m_outputTokens += span.outputTokens.value_or(0);
            if (span.cost)
                m_trace.m_cost = m_trace.m_cost.value_or(0) + *span.cost;
        }
        if (nodes[i].parent < 0)
            continue;
        const auto parent = static_cast<size_t>(nodes[i].parent);
        nodes[parent].failuresBelow += nodes[i].failuresBelow + (span.isFailed ? 1 : 0);
        hasUsageBelow[parent] = static_cast<char>(hasUsageBelow[parent] || hasUsageBelow[i] || hasUsage);
    }
    TraceTiming timing(spans, nodes, m_trace.duration());
    timing.measure(m_trace.m_gaps);
    timing.walkCriticalPath(m_trace.m_critical);
    m_trace.m_repairs = findRepairs(spans, nodes);
    m_trace.m_fallbacks = findFallbacks(spans, nodes);
}

} // namespace qd
