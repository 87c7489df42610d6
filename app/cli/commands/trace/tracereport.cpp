#include "commands/trace/tracereport.h"

#include "format.h"
#include "output/celltext.h"
#include "printabletext.h"
#include "texttable.h"
#include "trace/toolcall.h"
#include "tracetext.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qd::tracereport {

namespace {

using Json = nlohmann::ordered_json;
constexpr int barColumns = 40;
constexpr int mostTextSpans = 2000;

std::string traceUtf8(const QString &text) { return text.toStdString(); }
double seconds(Microseconds span) { return std::chrono::duration<double>(span).count(); }

QByteArray traceDumped(const Json &json)
{
    return QByteArray::fromStdString(json.dump(2, ' ', false, Json::error_handler_t::replace)) + '\n';
}

QString barText(const Trace &trace, const Span &span)
{
    const auto total = static_cast<double>(std::max<qint64>(1, trace.duration().count()));
    const auto column = [total](Microseconds at) { return std::clamp(static_cast<int>(static_cast<double>(at.count()) / total * barColumns), 0, barColumns - 1); };
    const int from = column(span.start - trace.start());
    const int to = std::max(from, column(span.end() - trace.start()));
    return QString(from, u' ') + QString(to - from + 1, span.isFailed ? u'x' : u'=') + QString(barColumns - 1 - to, u' ');
}

Json spanJson(const Trace &trace, int index)
{
    const Span &span = trace.span(index);
    Json attributes = Json::object();
    for (const auto &[name, value] : span.attributes)
        attributes[traceUtf8(name)] = traceUtf8(value);
    Json events = Json::array();
    for (const SpanEvent &event : span.events)
        events.push_back({{"at", traceUtf8(instantText(event.at))}, {"name", traceUtf8(event.name)}, {"message", traceUtf8(event.message)}, {"severity", event.severity}});
    const TraceNode &node = trace.node(index);
    return {{"id", traceUtf8(span.id.value)}, {"parent", traceUtf8(span.parentId.value)}, {"depth", node.depth}, {"name", traceUtf8(span.name)},
            {"role", traceUtf8(spanRoleWord(span.role))}, {"start", traceUtf8(instantText(span.start))}, {"seconds", seconds(span.duration)},
            {"selfSeconds", seconds(node.self)}, {"failed", span.isFailed}, {"error", traceUtf8(errorOfSpan(span))}, {"critical", node.isCritical},
            {"resultCode", traceUtf8(span.resultCode)}, {"target", traceUtf8(span.target)}, {"service", traceUtf8(span.service)},
            {"inputTokens", span.inputTokens ? Json(*span.inputTokens) : Json(nullptr)}, {"outputTokens", span.outputTokens ? Json(*span.outputTokens) : Json(nullptr)},
            {"cost", span.cost ? Json(*span.cost) : Json(nullptr)}, {"attributes", std::move(attributes)}, {"events", std::move(events)}};
}

QString focusText(const Trace &trace, int focus)
{
    const Span &span = trace.span(focus);
    QString text = QStringLiteral("\n> ") + tracetext::plain(span.name) + u'\n';
    if (const QString error = errorOfSpan(span); !error.isEmpty())
        text += QStringLiteral("  error      ") + printableText(error) + u'\n';
    if (const auto call = toolCallOf(trace, focus)) {
        text += QStringLiteral("  server     ") + printableText(call->server) + QStringLiteral("\n  tool       ") + printableText(call->tool) + u'\n';
        text += QStringLiteral("  arguments  ") + printableText(call->arguments.left(2000)) + u'\n';
        text += QStringLiteral("  result     ") + printableText(call->result.left(2000)) + u'\n';
    }
    return text;
}

} // namespace

QString listText(const QList<TraceSummary> &traces)
{
    using Align = TextTable::Align;
    TextTable table({{QStringLiteral("TIME")}, {QStringLiteral("TRACE")}, {QStringLiteral("ROOT"), Align::Left, 24}, {QStringLiteral("TENANT"), Align::Left, 24},
                     {QStringLiteral("AGENT"), Align::Left, 24}, {QStringLiteral("PROMPT"), Align::Left, 24}, {QStringLiteral("DURATION"), Align::Right},
                     {QStringLiteral("SPANS"), Align::Right}, {QStringLiteral("ERRORS"), Align::Right}, {QStringLiteral("TOKENS"), Align::Right}, {QStringLiteral("COST"), Align::Right}});
    for (const TraceSummary &trace : traces)
        table.addRow({format::timestamp(trace.at), trace.id.value.left(64), trace.root, trace.tenant, trace.agent, trace.prompt, format::duration(trace.duration),
                      QString::number(trace.spans), QString::number(trace.failures), QString::number(trace.inputTokens + trace.outputTokens),
                      trace.cost ? format::money(*trace.cost) : QString()});
    return table.text();
}

QByteArray listJson(const QList<TraceSummary> &traces, bool isCut)
{
    Json list = Json::array();
    for (const TraceSummary &trace : traces)
        list.push_back({{"id", traceUtf8(trace.id.value)}, {"at", traceUtf8(instantText(trace.at))}, {"root", traceUtf8(trace.root)}, {"tenant", traceUtf8(trace.tenant)},
                        {"agent", traceUtf8(trace.agent)}, {"prompt", traceUtf8(trace.prompt)}, {"outcome", traceUtf8(trace.outcome)}, {"seconds", seconds(trace.duration)},
                        {"spans", trace.spans}, {"errors", trace.failures}, {"inputTokens", trace.inputTokens}, {"outputTokens", trace.outputTokens},
                        {"cost", trace.cost ? Json(*trace.cost) : Json(nullptr)}, {"failed", trace.isFailed}});
    return traceDumped({{"traces", std::move(list)}, {"isCut", isCut}});
}

QString traceText(const Trace &trace, int focus)
{
    QString text = QStringLiteral("Trace %1\n").arg(printableText(trace.id().value.left(64))) + printableText(tracetext::headline(trace)) + QStringLiteral("\n\n");
    TextTable table({{QStringLiteral("  SPAN"), TextTable::Align::Left, 60}, {QStringLiteral("SERVER OR TOKENS"), TextTable::Align::Left, 28},
                     {QStringLiteral("DURATION"), TextTable::Align::Right}, {QStringLiteral("TIME")}, {QStringLiteral("ERROR"), TextTable::Align::Left, 60}});
    const int shown = std::min(trace.size(), mostTextSpans);
    for (int i = 0; i < shown; ++i) {
        const Span &span = trace.span(i);
        const QString mark = i == focus ? QStringLiteral("> ") : QStringLiteral("  ");
        table.addRow({mark + QString(2 * std::min(trace.node(i).depth, 16), u' ') + tracetext::plain(span.name, 80), tracetext::sideText(span),
                      format::duration(span.duration), u'|' + barText(trace, span) + u'|', errorOfSpan(span)});
    }
    text += table.text();
    if (shown < trace.size())
        text += QStringLiteral("… and %1 more spans\n").arg(trace.size() - shown);
    return focus >= 0 ? text + focusText(trace, focus) : text;
}

QByteArray traceJson(const Trace &trace, int focus)
{
    Json spans = Json::array();
    for (int i = 0; i < trace.size(); ++i)
        spans.push_back(spanJson(trace, i));
    return traceDumped({{"id", traceUtf8(trace.id().value)}, {"start", traceUtf8(instantText(trace.start()))}, {"seconds", seconds(trace.duration())},
                        {"errors", trace.failures()}, {"inputTokens", trace.inputTokens()}, {"outputTokens", trace.outputTokens()},
                        {"cost", trace.cost() ? Json(*trace.cost()) : Json(nullptr)}, {"missingSpans", trace.missingSpans()}, {"isTruncated", trace.isTruncated()},
                        {"focus", focus < 0 ? Json(nullptr) : Json(traceUtf8(trace.span(focus).id.value))}, {"spans", std::move(spans)}});
}

} // namespace qd::tracereport
