#include "trace/toolcall.h"

namespace qd {

namespace {

bool hasToolCall(const Span &span)
{
    return span.role == SpanRole::Tool && (!span.attribute(u"gen_ai.tool.call.arguments").isEmpty()
                                           || span.attribute(u"gen_ai.operation.name") == QLatin1String("execute_tool"));
}

} // namespace

QString inheritedAttribute(const Trace &trace, int index, QStringView name)
{
    for (; index >= 0; index = trace.node(index).parent)
        if (const QString value = trace.span(index).attribute(name); !value.isEmpty())
            return value;
    return {};
}

std::optional<ToolCallFacts> toolCallOf(const Trace &trace, int index)
{
    int at = index;
    while (at >= 0 && !hasToolCall(trace.span(at)))
        at = trace.node(at).parent;
    if (at < 0)
        return std::nullopt;
    const Span &span = trace.span(at);
    ToolCallFacts facts{.span = at, .server = serverOfSpan(span), .tool = toolOfSpan(span),
                        .arguments = span.attribute(u"gen_ai.tool.call.arguments"), .result = span.attribute(u"gen_ai.tool.call.result")};
    for (int below = at + 1; below < trace.node(at).next; ++below) {
        const Span &part = trace.span(below);
        if (part.role == SpanRole::Tool && facts.server.isEmpty())
            facts.server = serverOfSpan(part);
        if (part.role == SpanRole::Gateway && facts.status.isEmpty())
            facts.status = part.resultCode;
        if (facts.rpcError.isEmpty())
            facts.rpcError = part.attribute(u"rpc.response.status_code");
    }
    return facts;
}

} // namespace qd
