#include "trace/span.h"

#include <algorithm>

namespace qd {

namespace {

/// "tools/call search_orders" and "execute_tool search_orders" name their tool behind the space.
QString toolInName(const QString &name)
{
    for (const QLatin1String verb : {QLatin1String("execute_tool "), QLatin1String("tools/call ")})
        if (name.startsWith(verb))
            return name.mid(verb.size());
    return {};
}

const SpanEvent *worstEvent(const Span &span)
{
    const SpanEvent *found = nullptr;
    for (const SpanEvent &event : span.events)
        if (event.kind == SpanEvent::Kind::Exception)
            found = &event;
    return found;
}

} // namespace

QString attributeOf(const SpanAttributes &attributes, QStringView name)
{
    const auto found = std::lower_bound(attributes.cbegin(), attributes.cend(), name,
                                        [](const auto &pair, QStringView wanted) { return pair.first < wanted; });
    return found != attributes.cend() && found->first == name ? found->second : QString();
}

QString toolOfSpan(const Span &span)
{
    const QString tool = span.attribute(u"gen_ai.tool.name");
    return tool.isEmpty() ? toolInName(span.name) : tool;
}

QString serverOfSpan(const Span &span)
{
    switch (span.role) {
    case SpanRole::Model: return span.attribute(u"gen_ai.request.model");
    case SpanRole::Tool: {
        const QString server = span.attribute(u"mcp.server.name");
        return server.isEmpty() ? span.target : server;
    }
    case SpanRole::Gateway: return QStringLiteral("gateway");
    case SpanRole::Policy: return QStringLiteral("policy");
    case SpanRole::Agent: return QStringLiteral("agent");
    case SpanRole::Evaluation: return QStringLiteral("eval");
    case SpanRole::Dependency: return span.target.isEmpty() ? QStringLiteral("dep") : span.target;
    case SpanRole::Other: break;
    }
    return span.target;
}

QString errorOfSpan(const Span &span)
{
    if (const SpanEvent *event = worstEvent(span))
        return event->message.isEmpty() ? event->name : event->message;
    if (!span.isFailed)
        return {};
    if (const QString type = span.attribute(u"error.type"); !type.isEmpty())
        return type;
    const bool hasCode = !span.resultCode.isEmpty() && span.resultCode != QLatin1String("0");
    return hasCode ? QStringLiteral("status ") % span.resultCode : QStringLiteral("failed");
}

} // namespace qd
