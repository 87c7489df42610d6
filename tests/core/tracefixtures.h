#pragma once

#include "manualclock.h"
#include "trace/trace.h"

#include <QList>

/// Made-up spans for tests of traces: times in milliseconds after ManualClock::start.
namespace qd::test {

struct SpanSpec {
    const char *id;
    const char *parent;
    const char *name;
    double fromMs = 0;
    double ms = 0;
    bool isFailed = false;
    SpanAttributes attributes = {};
};

inline Span makeSpan(const SpanSpec &spec)
{
    Span span;
    span.id = SpanId(QString::fromLatin1(spec.id));
    span.parentId = SpanId(QString::fromLatin1(spec.parent));
    span.name = QString::fromUtf8(spec.name);
    span.kind = span.parentId.isEmpty() ? Span::Kind::Request : Span::Kind::Dependency;
    span.service = QStringLiteral("agents");
    span.start = ManualClock::start + Microseconds(static_cast<qint64>(spec.fromMs * 1000));
    span.duration = Microseconds(static_cast<qint64>(spec.ms * 1000));
    span.isFailed = spec.isFailed;
    span.attributes = spec.attributes;
    std::sort(span.attributes.begin(), span.attributes.end());
    span.role = roleOfSpan(span);
    return span;
}

inline Trace makeTrace(const std::vector<SpanSpec> &specs)
{
    TraceRows rows;
    for (const SpanSpec &spec : specs)
        rows.spans.push_back(makeSpan(spec));
    return Trace::build(TraceId(QStringLiteral("0af7651916cd43dd8448eb211c80319c")), std::move(rows));
}

inline std::pair<QString, QString> attribute(const char *name, const char *value)
{
    return {QString::fromLatin1(name), QString::fromUtf8(value)};
}

/// "depth name" of every span, in order.
inline QStringList outline(const Trace &trace)
{
    QStringList lines;
    for (int i = 0; i < trace.size(); ++i)
        lines << QString::number(trace.node(i).depth) + QLatin1Char(' ') + trace.span(i).name;
    return lines;
}

/// A task as the fleet plays it: a tool that fails behind the gateway, its fallback, a repair, an evaluation.
inline std::vector<SpanSpec> sampleTask()
{
    const auto operation = [](const char *name) { return attribute("gen_ai.operation.name", name); };
    const auto tool = [](const char *name) { return attribute("gen_ai.tool.name", name); };
    return {{"r", "", "POST /chat", 0, 1000, false, {attribute("agent", "order-desk"), attribute("tenant", "northwind")}},
            {"a", "r", "invoke_agent order-desk", 5, 990, false, {operation("invoke_agent"), attribute("gen_ai.usage.input_tokens", "999")}},
            {"m1", "a", "chat gpt-4o", 10, 200, false, {operation("chat"), attribute("gen_ai.request.model", "gpt-4o")}},
            {"m2", "a", "chat gpt-4o", 220, 100, false, {operation("chat"), attribute("agent.repair.attempt", "1"), attribute("agent.repair.of", "m1"), attribute("agent.repair.tool", "search_orders"), attribute("agent.repair.outcome", "recovered")}},
            {"t1", "a", "execute_tool search_orders", 330, 300, true, {operation("execute_tool"), tool("search_orders")}},
            {"g1", "t1", "POST /orders-srv/mcp", 331, 298, true, {attribute("gateway.request_id", "q1")}},
            {"c1", "g1", "tools/call search_orders", 335, 290, true, {attribute("mcp.method.name", "tools/call"), tool("search_orders")}},
            {"t2", "a", "execute_tool cached_orders", 640, 50, false, {operation("execute_tool"), tool("cached_orders"), attribute("agent.fallback.rung", "1"), attribute("agent.fallback.for", "search_orders")}},
            {"m3", "a", "chat gpt-4o", 700, 280, false, {operation("chat"), attribute("gen_ai.request.model", "gpt-4o")}}};
}

} // namespace qd::test
