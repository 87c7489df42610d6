#include "trace/tracequery.h"

#include "slo/kqltext.h"
#include "slo/sliquery.h"
#include "trace/traceconditions.h"
#include "trace/tracedialect.h"

#include <algorithm>
#include <cmath>

namespace qd {

namespace {

/// "tostring(customDimensions["a"])", of the first name that is there.
QString firstOf(const TraceDialect &d, const QStringList &keys)
{
    QStringList fields;
    for (const QString &key : keys)
        fields.append(kqltext::dynamicField(d.bag, key));
    QString text = fields.takeLast();
    while (!fields.isEmpty()) {
        const QString before = fields.takeLast();
        text = QStringLiteral("iff(isnotempty(%1), %1, %2)").arg(before, text);
    }
    return text;
}

QString tokenField(const TraceDialect &d, const char *key, const char *before)
{
    return QStringLiteral("coalesce(tolong(%1), tolong(%2), long(0))")
        .arg(kqltext::dynamicField(d.bag, QLatin1String(key)), kqltext::dynamicField(d.bag, QLatin1String(before)));
}

/// One leg of the list: every span of the traces wanted, with what the summary adds up.
QString listLeg(const TraceDialect &d, bool isRequest, TimeSpanRange range)
{
    const QString usage = isRequest
        ? QStringLiteral("inTokens = long(0), outTokens = long(0), cost = real(null)")
        : QStringLiteral("inTokens = iff(%1, %2, long(0)), outTokens = iff(%1, %3, long(0)), cost = iff(%1, %4, real(null))")
              .arg(tracekql::isModelCall(d), tokenField(d, "gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens"),
                   tokenField(d, "gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens"), tracekql::costField(d));
    return QStringLiteral("(%1\n| where %2 and %3 in (wanted)\n"
                          "| project operation = %3, at = %4, rootAt = %5, root = %6, ms = %7, failed = %8 == false,\n"
                          "    tenant = %9, ")
               .arg(isRequest ? d.requests : d.dependencies, tracekql::during(d, range, true), d.operation, d.time,
                    isRequest ? d.time : d.time % QStringLiteral(" + 1d"), d.name, d.duration, d.success)
               .arg(firstOf(d, {QStringLiteral("tenant")}))
        % QStringLiteral("agent = %1, prompt = %2, outcome = %3,\n    ")
              .arg(firstOf(d, {QStringLiteral("agent"), QStringLiteral("gen_ai.agent.name")}),
                   firstOf(d, {QStringLiteral("prompt_version"), QStringLiteral("gen_ai.agent.version")}),
                   firstOf(d, {QStringLiteral("outcome")}))
        % usage % u')';
}

QString spanColumns(const TraceDialect &d, bool isRequest)
{
    return QStringLiteral("| project at = %1, kind = \"%2\", id = %3, parent = %4, name = %5, failed = %6 == false, code = %7,\n"
                          "    duration = todouble(%8), ")
               .arg(d.time, isRequest ? QStringLiteral("request") : QStringLiteral("dependency"), d.id, d.parent, d.name, d.success,
                    d.code, d.duration)
        % QStringLiteral("target = %1, type = %2, data = %3, severity = int(null), service = %4, instance = %5, bag = %6")
              .arg(isRequest ? QStringLiteral("\"\"") : d.target, isRequest ? QStringLiteral("\"\"") : d.type,
                   isRequest ? d.url : d.data, d.service, d.instance, d.bag);
}

QString eventColumns(const TraceDialect &d, const char *kind, const QString &name, const QString &message, const QString &severity)
{
    return QStringLiteral("| project at = %1, kind = \"%2\", id = \"\", parent = %3, name = %4, failed = false, code = \"\",\n"
                          "    duration = real(null), ")
               .arg(d.time, QLatin1String(kind), d.parent, name)
        % QStringLiteral("target = \"\", type = \"\", data = %1, severity = toint(%2), service = %3, instance = %4, bag = %5")
              .arg(message, severity, d.service, d.instance, d.bag);
}

QString traceLegs(const TraceDialect &d, const QString &condition)
{
    const QString message = QStringLiteral("iff(isempty(%1), %2, %1)").arg(d.outerMessage, d.message);
    const auto leg = [&condition](const QString &table, const QString &columns) {
        return QStringLiteral("(%1\n| where %2\n%3)").arg(table, condition, columns);
    };
    return QStringLiteral("union\n")
        % QStringList{leg(d.requests, spanColumns(d, true)), leg(d.dependencies, spanColumns(d, false)),
                      leg(d.exceptions, eventColumns(d, "exception", d.exceptionType, message, d.severity)),
                      leg(d.logs, eventColumns(d, "log", QStringLiteral("\"\""), d.message, d.severity)),
                      leg(d.events, eventColumns(d, "event", d.name, QStringLiteral("\"\""), QStringLiteral("1")))}
              .join(QLatin1String(",\n"));
}

TraceSummary summaryOf(const Table &reply, size_t row, Instant at)
{
    const auto whole = [&reply, row](QStringView column) { return static_cast<qint64>(reply.number(row, column).value_or(0)); };
    constexpr double longestMs = 4e10;
    return {.id = TraceId(reply.text(row, u"operation")), .at = at, .root = reply.text(row, u"root"),
            .tenant = reply.text(row, u"tenant"), .agent = reply.text(row, u"agent"), .prompt = reply.text(row, u"prompt"),
            .outcome = reply.text(row, u"outcome"),
            .duration = Microseconds(std::llround(std::clamp(reply.number(row, u"ms").value_or(0), 0.0, longestMs) * 1000)),
            .spans = whole(u"spans"), .failures = whole(u"failures"), .inputTokens = whole(u"inTokens"),
            .outputTokens = whole(u"outTokens"), .cost = reply.number(row, u"cost"),
            .isFailed = reply.number(row, u"failed").value_or(0) != 0};
}

} // namespace

QString buildTraceListQuery(TelemetrySchema schema, const TraceFilter &filter, TimeSpanRange range, int limit)
{
    const TraceDialect &d = traceDialect(schema);
    const TraceConditions conditions(d, filter, range);
    const QString wanted = QStringLiteral("(%1\n| where %2%3\n| project at = %4, operation = %5)");
    const QString during = tracekql::during(d, range, false);
    return conditions.lets()
        % QStringLiteral("let wanted = union\n%1,\n%2\n| summarize at = min(at) by operation\n| top %3 by at desc\n| project operation;\n")
              .arg(wanted.arg(d.requests, during, conditions.where(), d.time, d.operation),
                   wanted.arg(d.dependencies, during % QStringLiteral(" and isempty(%1)").arg(d.parent), conditions.where(), d.time, d.operation),
                   QString::number(limit))
        % QStringLiteral("union\n%1,\n%2\n").arg(listLeg(d, true, range), listLeg(d, false, range))
        % QStringLiteral("| summarize spans = count(), failures = countif(failed), inTokens = sum(inTokens), outTokens = sum(outTokens),\n"
                         "    cost = sum(cost), priced = countif(isnotnull(cost)), tenant = take_anyif(tenant, isnotempty(tenant)),\n"
                         "    agent = take_anyif(agent, isnotempty(agent)), prompt = take_anyif(prompt, isnotempty(prompt)),\n"
                         "    outcome = take_anyif(outcome, isnotempty(outcome)), arg_min(rootAt, at, root, ms, failed) by operation\n"
                         "| project operation, at, root, tenant, agent, prompt, outcome, ms, spans, failures, inTokens, outTokens,\n"
                         "    cost = iff(priced > 0, cost, real(null)), failed\n"
                         "| order by at desc");
}

Result<QList<TraceSummary>> readTraceList(const Table &reply)
{
    for (const QStringView column : {QStringView(u"operation"), QStringView(u"at"), QStringView(u"spans")})
        if (!reply.columnIndex(column))
            return Error{.kind = ErrorKind::Decode, .message = QStringLiteral("The reply about traces has no column “%1”.").arg(column)};
    QList<TraceSummary> traces;
    const size_t count = std::min<size_t>(reply.rowCount(), maxListedTraces);
    for (size_t row = 0; row < count; ++row)
        if (const auto at = reply.instant(row, u"at"); at && !reply.text(row, u"operation").isEmpty())
            traces.append(summaryOf(reply, row, *at));
    return traces;
}

QString buildTraceQuery(TelemetrySchema schema, const TraceId &id)
{
    const TraceDialect &d = traceDialect(schema);
    return traceLegs(d, QStringLiteral("%1 == %2").arg(d.operation, kqlString(id.value)))
        % QStringLiteral("\n| order by at asc\n| take %1").arg(maxTraceRows + 1);
}

QString buildSpanQuery(TelemetrySchema schema, const TraceId &id, const SpanId &span)
{
    const TraceDialect &d = traceDialect(schema);
    return traceLegs(d, QStringLiteral("%1 == %2").arg(d.operation, kqlString(id.value)))
        % QStringLiteral("\n| where id == %1 or parent == %1\n| order by at asc").arg(kqlString(span.value));
}

} // namespace qd
