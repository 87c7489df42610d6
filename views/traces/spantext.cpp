#include "traces/spantext.h"

#include "format.h"
#include "mcp/jsontext.h"
#include "trace/toolcall.h"
#include "tracetext.h"

#include <QCoreApplication>

namespace qd::spantext {

namespace {

constexpr qsizetype maxValue = 20'000; ///< of one attribute in a list; the whole text of a tab is capped too
constexpr qsizetype maxTab = 400'000;

QString said(const char *text) { return QCoreApplication::translate("SpanPanel", text); }

void addFact(Facts &facts, const char *name, const QString &value)
{
    if (!value.isEmpty())
        facts.append({said(name), tracetext::plain(value, 160)});
}

QString usageText(const Span &span)
{
    if (!span.inputTokens && !span.outputTokens)
        return {};
    return tracetext::tokens(span.inputTokens.value_or(0), span.outputTokens.value_or(0));
}

QString chainText(const Trace &trace, int index)
{
    QStringList parts;
    for (const RepairChain &chain : trace.repairs())
        if (chain.spans.contains(index))
            parts << said("repair of %1: step %2 of %3, %4").arg(chain.tool).arg(chain.spans.indexOf(index) + 1).arg(chain.spans.size())
                         .arg(chain.hasRecovered ? said("recovered") : said("exhausted"));
    for (const FallbackChain &chain : trace.fallbacks())
        if (chain.spans.contains(index))
            parts << said("fallback for %1: rung %2 of %3").arg(chain.tool).arg(chain.spans.indexOf(index)).arg(chain.spans.size() - 1);
    return parts.join(QStringLiteral("; "));
}

QString eventLine(const Trace &trace, const SpanEvent &event)
{
    const QString at = format::duration(event.at - trace.start());
    const QString what = event.name.isEmpty() ? event.message : event.message.isEmpty() ? event.name : event.name + QStringLiteral(": ") + event.message;
    return QStringLiteral("+%1  %2").arg(at, tracetext::plain(what, 400));
}

QString section(const QString &title, const QString &body) { return body.isEmpty() ? QString() : title + u'\n' + body + QStringLiteral("\n\n"); }

QString block(const QString &text) { return tracetext::plainBlock(indentedJson(text)); }

} // namespace

Facts overview(const Trace &trace, int index)
{
    const Span &span = trace.span(index);
    Facts facts;
    addFact(facts, "role", spanRoleWord(span.role));
    addFact(facts, "error", errorOfSpan(span));
    addFact(facts, "part of", chainText(trace, index));
    addFact(facts, "started", QStringLiteral("+%1").arg(format::duration(span.start - trace.start())));
    addFact(facts, "duration", format::duration(span.duration));
    addFact(facts, "self time", format::duration(trace.node(index).self));
    addFact(facts, "errors below", trace.node(index).failuresBelow > 0 ? QString::number(trace.node(index).failuresBelow) : QString());
    addFact(facts, "result code", span.resultCode);
    addFact(facts, "target", span.target);
    addFact(facts, "tokens in → out", usageText(span));
    addFact(facts, "cost", span.cost ? format::money(*span.cost) : QString());
    addFact(facts, "model", span.attribute(u"gen_ai.request.model"));
    addFact(facts, "tenant", inheritedAttribute(trace, index, u"tenant"));
    addFact(facts, "agent", inheritedAttribute(trace, index, u"agent"));
    addFact(facts, "prompt", inheritedAttribute(trace, index, u"prompt_version"));
    addFact(facts, "slot", inheritedAttribute(trace, index, u"slot"));
    addFact(facts, "chaos run", inheritedAttribute(trace, index, u"chaos"));
    addFact(facts, "policy", span.attribute(u"gateway.policy"));
    addFact(facts, "service", span.service);
    addFact(facts, "instance", span.instance);
    addFact(facts, "clock corrected", span.skew.count() != 0 ? format::duration(span.skew) : QString());
    addFact(facts, "span id", span.id.value);
    addFact(facts, "W3C trace id", tracetext::shortId(trace.id()));
    for (const SpanEvent &event : span.events.first(std::min<qsizetype>(span.events.size(), 8)))
        facts.append({event.kind == SpanEvent::Kind::Exception ? said("exception") : said("event"), eventLine(trace, event)});
    return facts;
}

Facts toolFacts(const Trace &trace, int index)
{
    Facts facts;
    const auto call = toolCallOf(trace, index);
    if (!call)
        return facts;
    const Span &span = trace.span(call->span);
    addFact(facts, "mcp.server", call->server);
    addFact(facts, "mcp.tool", call->tool);
    addFact(facts, "error", errorOfSpan(span));
    addFact(facts, "JSON-RPC error", call->rpcError);
    addFact(facts, "http.status", call->status);
    addFact(facts, "duration", format::duration(span.duration));
    addFact(facts, "tenant", inheritedAttribute(trace, index, u"tenant"));
    addFact(facts, "W3C trace id", tracetext::shortId(trace.id()));
    return facts;
}

QString toolBody(const Trace &trace, int index)
{
    const auto call = toolCallOf(trace, index);
    if (!call)
        return {};
    const QString arguments = call->arguments.isEmpty() ? said("not recorded") : block(call->arguments);
    const QString result = call->result.isEmpty() ? said("not recorded") : block(call->result);
    const QString text = section(said("Arguments"), arguments) + section(said("Result"), result);
    return text.trimmed();
}

QString messages(const Trace &trace, int index)
{
    const Span &span = trace.span(index);
    QString text;
    text += section(said("System instructions"), block(span.attribute(u"gen_ai.system_instructions")));
    text += section(said("Input"), block(span.attribute(u"gen_ai.input.messages")));
    text += section(said("Output"), block(span.attribute(u"gen_ai.output.messages")));
    text += section(said("Prompt"), block(span.attribute(u"gen_ai.prompt")));
    text += section(said("Completion"), block(span.attribute(u"gen_ai.completion")));
    for (const SpanEvent &event : span.events)
        if (text.size() < maxTab && event.kind == SpanEvent::Kind::Log)
            text += eventLine(trace, event) + u'\n';
    return text.trimmed();
}

QString attributes(const Trace &trace, int index)
{
    QString text;
    for (const auto &[name, value] : trace.span(index).attributes)
        if (text.size() < maxTab)
            text += tracetext::plain(name, 200) + QStringLiteral(" = ") + tracetext::plain(value, maxValue) + u'\n';
    return text;
}

QString raw(const Trace &trace, int index)
{
    const Span &span = trace.span(index);
    QString text;
    const auto add = [&text](const char *name, const QString &value) {
        text += QLatin1String(name) + QStringLiteral(": ") + tracetext::plain(value, maxValue) + u'\n';
    };
    add("id", span.id.value);
    add("parent", span.parentId.value);
    add("operation", trace.id().value);
    add("name", span.name);
    add("type", span.type);
    add("target", span.target);
    add("data", span.data);
    add("resultCode", span.resultCode);
    add("success", span.isFailed ? QStringLiteral("false") : QStringLiteral("true"));
    add("timestamp", toDateTime(span.start - span.skew).toString(Qt::ISODateWithMs));
    add("duration", QString::number(static_cast<double>(span.duration.count()) / 1000, 'f', 3) + QStringLiteral(" ms"));
    add("cloud_RoleName", span.service);
    add("cloud_RoleInstance", span.instance);
    text += u'\n' + attributes(trace, index);
    for (const SpanEvent &event : span.events) {
        if (text.size() > maxTab)
            break;
        text += u'\n' + eventLine(trace, event) + u'\n';
        for (const auto &[name, value] : event.attributes)
            text += QStringLiteral("  ") + tracetext::plain(name, 200) + QStringLiteral(": ") + tracetext::plain(value, maxValue) + u'\n';
    }
    return tracetext::plainBlock(text, maxTab);
}

} // namespace qd::spantext
