#include "cost/usagequery.h"

#include "change/change.h"
#include "slo/kqltext.h"
#include "slo/slidialect.h"
#include "slo/sliquery.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace qd {

namespace {

/// Builds the queries of one deployment: its schema and its names.
class UsageDialect
{
public:
    UsageDialect(const MetricDictionary &dictionary, TelemetrySchema schema, TimeSpanRange span)
        : m_dictionary(dictionary), m_calls(sliDialect(SliSource::Dependencies, schema))
        , m_metrics(sliDialect(SliSource::Metrics, schema)), m_span(span)
    {
    }

    [[nodiscard]] QString usage() const
    {
        const QString columns
            = QStringLiteral("\n| extend operation = %1, tenant = %2, agent = %3, tool = %4, asked = %5, answered = %6\n"
                             "| where operation in (\"chat\", \"text_completion\", \"generate_content\", \"embeddings\")\n"
                             "| extend model = iff(isnotempty(answered), answered, asked), input = %7, cached = %8, output = %9")
                  .arg(call("gen_ai.operation.name"), call(dimension("tenant")), call(dimension("agent")), call("agent.repair.tool"),
                       call("gen_ai.request.model"), call("gen_ai.response.model"), number(call("gen_ai.usage.input_tokens")),
                       number(call("gen_ai.usage.cache_read.input_tokens")), number(call("gen_ai.usage.output_tokens")));
        const QString sums
            = QStringLiteral("\n| extend reported = %1 + %2, weight = %3, day = bin(%4, 1d)\n"
                             "| where input > 0.0 or output > 0.0\n"
                             "| summarize calls = sum(weight), kept = count(), input = sum(input * weight), cached = sum(cached * weight),\n"
                             "    output = sum(output * weight), reported = sum(reported * weight) by day, tenant, agent, model, tool")
                  .arg(number(call("microsoft.gen_ai.cost.input")), number(call("microsoft.gen_ai.cost.output")), m_calls.count, m_calls.time);
        return inSpan(m_calls) % columns % sums;
    }

    [[nodiscard]] QString reported() const
    {
        return metric(MetricRole::TaskCost)
            % QStringLiteral("\n| extend day = bin(%1, 1d), tenant = %2, agent = %3, model = %4\n| summarize amount = sum(%5) by day, tenant, agent, model")
                  .arg(m_metrics.time, label("tenant"), label("workflow"), label("model"), m_metrics.sum);
    }

    [[nodiscard]] QString tools() const
    {
        return metric(MetricRole::ToolCalls)
            % QStringLiteral("\n| extend day = bin(%1, 1d), tool = %2, outcome = %3\n"
                             "| summarize calls = sum(%4), errors = sumif(%4, outcome != %5) by day, tool")
                  .arg(m_metrics.time, label("tool"), label("outcome"), m_metrics.sum,
                       kqlString(m_dictionary.dimensionValue(QStringLiteral("outcome"), QStringLiteral("ok"))));
    }

    [[nodiscard]] QString breakers() const
    {
        const QString recent = QStringLiteral("%1\n| where %2 >= %3 and %2 < %4 and %5 == %6")
                                   .arg(m_metrics.table, m_metrics.time, kqltext::dateTime(m_span.to - std::chrono::hours(24)),
                                        kqltext::dateTime(m_span.to), m_metrics.name,
                                        kqlString(m_dictionary.metricName(MetricRole::BudgetUsedRatio)));
        return recent
            % QStringLiteral("\n| extend tenant = %1, state = %2, used = todouble(%3) / %4, at = %5\n| summarize arg_max(at, state, used) by tenant")
                  .arg(label("tenant"), label("state"), m_metrics.sum, m_metrics.count, m_metrics.time);
    }

private:
    [[nodiscard]] QString inSpan(const SliDialect &dialect) const
    {
        return QStringLiteral("%1\n| where %2 >= %3 and %2 < %4")
            .arg(dialect.table, dialect.time, kqltext::dateTime(m_span.from), kqltext::dateTime(m_span.to));
    }
    [[nodiscard]] QString metric(MetricRole role) const
    {
        return inSpan(m_metrics) % QLatin1String(" and ") % m_metrics.name % QLatin1String(" == ") % kqlString(m_dictionary.metricName(role));
    }
    [[nodiscard]] QString dimension(const char *canonical) const { return m_dictionary.dimensionName(QLatin1String(canonical)); }
    [[nodiscard]] QString label(const char *canonical) const { return kqltext::dynamicField(m_metrics.bag, dimension(canonical)); }
    [[nodiscard]] QString call(const QString &key) const { return kqltext::dynamicField(m_calls.bag, key); }
    [[nodiscard]] QString call(const char *key) const { return call(QString(QLatin1String(key))); }
    [[nodiscard]] static QString number(const QString &text) { return QStringLiteral("coalesce(todouble(%1), 0.0)").arg(text); }

    const MetricDictionary &m_dictionary;
    const SliDialect m_calls;
    const SliDialect m_metrics;
    const TimeSpanRange m_span;
};

std::optional<Error> missingColumn(const Table &reply, std::initializer_list<QStringView> columns)
{
    for (const QStringView column : columns)
        if (!reply.columnIndex(column))
            return Error{.kind = ErrorKind::Decode, .message = QStringLiteral("The reply about cost has no column “%1”.").arg(column)};
    return std::nullopt;
}

Day dayAt(const Table &reply, size_t row)
{
    return std::chrono::floor<std::chrono::days>(reply.instant(row, u"day").value_or(Instant{}));
}

double numberAt(const Table &reply, size_t row, QStringView column)
{
    const double value = reply.number(row, column).value_or(0);
    return std::isfinite(value) ? value : 0;
}

qint64 tokensAt(const Table &reply, size_t row, QStringView column)
{
    constexpr double most = 1e15;
    return std::llround(std::clamp(numberAt(reply, row, column), 0.0, most));
}

} // namespace

UsageQueries buildUsageQueries(const MetricDictionary &dictionary, TelemetrySchema schema, TimeSpanRange span)
{
    const UsageDialect dialect(dictionary, schema, span);
    return {.usage = dialect.usage(), .reported = dialect.reported(), .tools = dialect.tools(), .breakers = dialect.breakers(), .span = span};
}

Result<QList<UsageRow>> readUsage(const Table &reply)
{
    if (const auto error = missingColumn(reply, {u"day", u"tenant", u"agent", u"model", u"tool", u"calls", u"kept", u"input", u"cached", u"output", u"reported"}))
        return *error;
    QList<UsageRow> rows;
    for (size_t row = 0; row < reply.rowCount(); ++row) {
        const qint64 input = tokensAt(reply, row, u"input");
        rows.append({.day = dayAt(reply, row), .tenant = changeText(reply.text(row, u"tenant")), .agent = changeText(reply.text(row, u"agent")),
                     .model = changeText(reply.text(row, u"model")), .repairedTool = changeText(reply.text(row, u"tool")),
                     .calls = numberAt(reply, row, u"calls"), .kept = numberAt(reply, row, u"kept"),
                     .tokens = {.input = input, .cached = std::min(input, tokensAt(reply, row, u"cached")), .output = tokensAt(reply, row, u"output")},
                     .reported = numberAt(reply, row, u"reported")});
    }
    return rows;
}

Result<QList<ReportedRow>> readReported(const Table &reply)
{
    if (const auto error = missingColumn(reply, {u"day", u"tenant", u"agent", u"model", u"amount"}))
        return *error;
    QList<ReportedRow> rows;
    for (size_t row = 0; row < reply.rowCount(); ++row)
        rows.append({.day = dayAt(reply, row), .tenant = changeText(reply.text(row, u"tenant")), .agent = changeText(reply.text(row, u"agent")),
                     .model = changeText(reply.text(row, u"model")), .amount = numberAt(reply, row, u"amount")});
    return rows;
}

Result<QList<ToolUseRow>> readToolUse(const Table &reply)
{
    if (const auto error = missingColumn(reply, {u"day", u"tool", u"calls", u"errors"}))
        return *error;
    QList<ToolUseRow> rows;
    for (size_t row = 0; row < reply.rowCount(); ++row)
        rows.append({.day = dayAt(reply, row), .tool = changeText(reply.text(row, u"tool")), .calls = numberAt(reply, row, u"calls"),
                     .errors = numberAt(reply, row, u"errors")});
    return rows;
}

Result<QList<BreakerRow>> readBreakers(const Table &reply)
{
    if (const auto error = missingColumn(reply, {u"tenant", u"state", u"used", u"at"}))
        return *error;
    QList<BreakerRow> rows;
    for (size_t row = 0; row < reply.rowCount(); ++row)
        rows.append({.tenant = changeText(reply.text(row, u"tenant")), .state = changeText(reply.text(row, u"state")),
                     .usedRatio = numberAt(reply, row, u"used"), .at = reply.instant(row, u"at").value_or(Instant{})});
    return rows;
}

} // namespace qd
