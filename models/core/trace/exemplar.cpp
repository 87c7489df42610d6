#include "slo/kqltext.h"
#include "slo/sliparts.h"
#include "slo/sliquery.h"
#include "trace/trace.h"
#include "trace/traceconditions.h"
#include "trace/tracequery.h"

#include <algorithm>

namespace qd {

namespace {

/// What an SLO's exemplar is looked for by.
enum class ExemplarKind { FailedTask, FailedTool, FailedModelCall, Dearest, MostRepairs, MostFallbacks, SlowestTask, SlowestTool,
                          SlowestModelCall, WorstEvent };

ExemplarKind exemplarOfMetric(MetricRole role)
{
    switch (role) {
    case MetricRole::TaskCount:
    case MetricRole::BudgetUsedRatio: return ExemplarKind::FailedTask;
    case MetricRole::TaskDuration: return ExemplarKind::SlowestTask;
    case MetricRole::TaskCost:
    case MetricRole::LlmTokens: return ExemplarKind::Dearest;
    case MetricRole::LlmDuration: return ExemplarKind::SlowestModelCall;
    case MetricRole::LlmErrors: return ExemplarKind::FailedModelCall;
    case MetricRole::ToolCalls: return ExemplarKind::FailedTool;
    case MetricRole::ToolDuration: return ExemplarKind::SlowestTool;
    case MetricRole::ToolFallbacks: return ExemplarKind::MostFallbacks;
    case MetricRole::RepairAttempts: return ExemplarKind::MostRepairs;
    }
    return ExemplarKind::FailedTask;
}

ExemplarKind exemplarKind(const SloDefinition &slo)
{
    if (slo.source == SliSource::Metrics)
        return exemplarOfMetric(slo.role);
    if (slo.source == SliSource::Events)
        return ExemplarKind::WorstEvent;
    return slo.kind == SliKind::Ratio ? ExemplarKind::FailedTask : ExemplarKind::SlowestTask;
}

/// The SLO on the tasks themselves: a metric's dimensions are properties of the request under the same names.
SloDefinition onRequests(SloDefinition slo, const MetricDictionary &dictionary)
{
    if (slo.source != SliSource::Metrics)
        return slo;
    slo.source = SliSource::Requests;
    for (QList<DimensionFilter> *filters : {&slo.where, &slo.good})
        for (DimensionFilter &filter : *filters) {
            for (QString &value : filter.values)
                value = dictionary.dimensionValue(filter.dimension, value);
            filter.dimension = dictionary.dimensionName(filter.dimension);
        }
    return slo;
}

QString newestOf(const QString &rows, const TraceDialect &d)
{
    return rows % QStringLiteral("\n| top 1 by %1 desc\n| project operation = %2, at = %1, value = real(null)").arg(d.time, d.operation);
}

QString largestOf(const QString &rows, const QString &value, const TraceDialect &d)
{
    return rows
        % QStringLiteral("\n| top 1 by %1 desc\n| project operation = %2, at = %3, value = todouble(%1)").arg(value, d.operation, d.time);
}

/// Spans summed up by trace; the trace with the largest sum.
QString mostOf(const QString &rows, const QString &sum, const TraceDialect &d)
{
    return rows
        % QStringLiteral("\n| summarize value = todouble(%1), at = max(%2) by operation = %3\n| order by value desc, at desc, operation asc\n| take 1\n| project operation, at, value")
              .arg(sum, d.time, d.operation);
}

QString spansWith(const TraceDialect &d, TimeSpanRange range, const QString &condition)
{
    return QStringLiteral("%1\n| where %2 and %3").arg(d.dependencies, tracekql::during(d, range, false), condition);
}

QString failedTaskQuery(TelemetrySchema schema, const SloDefinition &slo, const MetricDictionary &dictionary, TimeSpanRange range)
{
    SloDefinition tasks = onRequests(slo, dictionary);
    if (tasks.kind != SliKind::Ratio || tasks.good.isEmpty()) {
        tasks.kind = SliKind::Ratio;
        tasks.good = {{.dimension = QStringLiteral("success"), .values = {QStringLiteral("True")}}};
    }
    const SliParts parts(tasks, dictionary, schema);
    const TraceDialect &d = traceDialect(schema);
    QString known; // a request that says nothing of its outcome is no task
    if (slo.source == SliSource::Metrics)
        for (const DimensionFilter &filter : std::as_const(tasks.good))
            known += QStringLiteral(" and isnotempty(") % kqltext::dynamicField(d.bag, filter.dimension) % u')';
    return newestOf(parts.events(range) % QStringLiteral("\n| where not(") % parts.goodCondition() % u')' % known, d);
}

QString slowestTaskQuery(TelemetrySchema schema, const SloDefinition &slo, const MetricDictionary &dictionary, TimeSpanRange range)
{
    SloDefinition tasks = onRequests(slo, dictionary);
    tasks.kind = SliKind::Ratio; // the value is read here, in whatever kind the SLO is
    const TraceDialect &d = traceDialect(schema);
    return largestOf(SliParts(tasks, dictionary, schema).events(range), d.duration, d);
}

QString worstEventQuery(TelemetrySchema schema, const SloDefinition &slo, const MetricDictionary &dictionary, TimeSpanRange range)
{
    const TraceDialect &d = traceDialect(schema);
    const QString order = slo.better == BetterIs::Higher ? QStringLiteral("asc") : QStringLiteral("desc");
    return SliParts(slo, dictionary, schema).events(range)
        % QStringLiteral("\n| top 1 by sliValue %1\n| project operation = %2, at = %3, value = todouble(sliValue)").arg(order, d.operation, d.time);
}

int largestSpan(const Trace &trace, SpanRole role, double (*measure)(const Trace &, int))
{
    int best = -1;
    for (int i = 0; i < trace.size(); ++i)
        if (trace.span(i).role == role && (best < 0 || measure(trace, i) > measure(trace, best)))
            best = i;
    return best;
}

double costOf(const Trace &trace, int index) { return trace.span(index).cost.value_or(0); }
double durationOf(const Trace &trace, int index) { return static_cast<double>(trace.span(index).duration.count()); }

/// Where most of the waiting was: the longest stretch of the critical path.
int longestWait(const Trace &trace)
{
    const auto &path = trace.criticalPath();
    const auto longest = std::ranges::max_element(path, {}, [](const SpanStretch &stretch) { return stretch.to - stretch.from; });
    return longest == path.end() ? -1 : longest->span;
}

} // namespace

QString buildExemplarQuery(TelemetrySchema schema, const SloDefinition &slo, const MetricDictionary &dictionary, TimeSpanRange range)
{
    const TraceDialect &d = traceDialect(schema);
    const auto property = [&d](const char *key) { return kqltext::dynamicField(d.bag, QLatin1String(key)); };
    const QString operation = property("gen_ai.operation.name");
    const QString isTool = operation % QStringLiteral(" == \"execute_tool\"");
    const QString isChat = operation % QStringLiteral(" in (\"chat\", \"generate_content\", \"text_completion\", \"embeddings\")");
    const QString hasFailed = d.success % QStringLiteral(" == false");
    switch (exemplarKind(slo)) {
    case ExemplarKind::FailedTask: break;
    case ExemplarKind::FailedTool: return newestOf(spansWith(d, range, hasFailed % QStringLiteral(" and ") % isTool), d);
    case ExemplarKind::FailedModelCall:
        return newestOf(spansWith(d, range, QStringLiteral("%1 and (%2 or %3 contains \"/deployments/\")").arg(hasFailed, isChat, d.data)), d);
    case ExemplarKind::Dearest: return mostOf(spansWith(d, range, tracekql::isModelCall(d)), QStringLiteral("sum(%1)").arg(tracekql::costField(d)), d);
    case ExemplarKind::MostRepairs: // one that did not help outweighs any number that did
        return mostOf(spansWith(d, range, QStringLiteral("isnotempty(%1)").arg(property("agent.repair.attempt"))),
                      QStringLiteral("sum(iff(%1 == \"recovered\", 1, 100))").arg(property("agent.repair.outcome")), d);
    case ExemplarKind::MostFallbacks:
        return mostOf(spansWith(d, range, QStringLiteral("isnotempty(%1)").arg(property("agent.fallback.rung"))), QStringLiteral("count()"), d);
    case ExemplarKind::SlowestTask: return slowestTaskQuery(schema, slo, dictionary, range);
    case ExemplarKind::SlowestTool: return largestOf(spansWith(d, range, isTool), d.duration, d);
    case ExemplarKind::SlowestModelCall: return largestOf(spansWith(d, range, isChat), d.duration, d);
    case ExemplarKind::WorstEvent: return worstEventQuery(schema, slo, dictionary, range);
    }
    return failedTaskQuery(schema, slo, dictionary, range);
}

std::optional<TraceId> readExemplar(const Table &reply)
{
    const QString operation = reply.text(0, u"operation");
    return operation.isEmpty() ? std::nullopt : std::optional(TraceId(operation));
}

int exemplarSpan(const Trace &trace, const SloDefinition &slo)
{
    const int failure = trace.firstFailure();
    const auto orFailure = [failure](int index) { return index >= 0 ? index : std::max(failure, 0); };
    if (trace.size() == 0)
        return -1;
    switch (exemplarKind(slo)) {
    case ExemplarKind::Dearest: return orFailure(largestSpan(trace, SpanRole::Model, costOf));
    case ExemplarKind::MostRepairs:
        return failure >= 0 || trace.repairs().isEmpty() ? orFailure(failure) : trace.repairs().constFirst().spans.constFirst();
    case ExemplarKind::MostFallbacks:
        return orFailure(trace.fallbacks().isEmpty() ? -1 : trace.fallbacks().constFirst().spans.constFirst());
    case ExemplarKind::SlowestTask: return orFailure(longestWait(trace));
    case ExemplarKind::SlowestTool: return orFailure(largestSpan(trace, SpanRole::Tool, durationOf));
    case ExemplarKind::SlowestModelCall: return orFailure(largestSpan(trace, SpanRole::Model, durationOf));
    case ExemplarKind::WorstEvent: return failure >= 0 ? failure : orFailure(largestSpan(trace, SpanRole::Evaluation, durationOf));
    case ExemplarKind::FailedTask:
    case ExemplarKind::FailedTool:
    case ExemplarKind::FailedModelCall: break;
    }
    return orFailure(-1);
}

} // namespace qd
