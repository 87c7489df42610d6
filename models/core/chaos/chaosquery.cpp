#include "chaos/chaosquery.h"

#include "slo/kqltext.h"
#include "slo/sliparts.h"
#include "slo/sliquery.h"

#include <algorithm>

namespace qd::chaosquery {

namespace {

Error missingColumn(const char *column)
{
    return {.kind = ErrorKind::Decode, .message = QStringLiteral("The telemetry's answer about the chaos run cannot be read."),
            .detail = QStringLiteral("column %1 is missing").arg(QLatin1StringView(column))};
}

/// The tenant's events alone; requests and events carry the tenant as a custom dimension of that name.
SloDefinition ofTenant(SloDefinition definition, const QString &tenant)
{
    if (tenant != QLatin1StringView("*"))
        definition.where.append({.dimension = QStringLiteral("tenant"), .values = {tenant}});
    return definition;
}

} // namespace

QString sli(const ChaosSpec &spec, const SloDefinition &definition, const MetricDictionary &dictionary, TelemetrySchema schema,
            TimeSpanRange span)
{
    const SloDefinition own = ofTenant(definition, spec.tenant);
    const SliParts parts(own, dictionary, schema);
    const QString percentile = parts.percentile();
    return parts.events(span) % QStringLiteral("\n| summarize ") % parts.counts()
        % (percentile.isEmpty() ? QString() : QStringLiteral(", ") % percentile)
        % QStringLiteral("\n| project good = todouble(good), total = todouble(total), value = ")
        % (percentile.isEmpty() ? QStringLiteral("0.0") : QStringLiteral("todouble(value)"));
}

QString tagged(const QString &run, TelemetrySchema schema, TimeSpanRange span, Instant quietFrom)
{
    const SliDialect dialect = sliDialect(SliSource::Requests, schema);
    return QStringLiteral("%1\n| where %2 >= %3 and %2 < %4\n| extend isHit = %5 == %6\n"
                          "| summarize tasks = todouble(count()), newest = max(%2), hits = todouble(countif(isHit)),"
                          " hitsAfter = todouble(countif(isHit and %2 >= %7))")
        .arg(dialect.table, dialect.time, kqltext::dateTime(span.from), kqltext::dateTime(span.to),
             kqltext::dynamicField(dialect.bag, QStringLiteral("chaos")), kqlString(run), kqltext::dateTime(quietFrom));
}

QString traffic(const MetricDictionary &dictionary, TelemetrySchema schema, TimeSpanRange span)
{
    const SliDialect dialect = sliDialect(SliSource::Metrics, schema);
    return QStringLiteral("%1\n| where %2 >= %3 and %2 < %4 and %5 == %6\n| summarize tasks = todouble(sum(%7)) by tenant = %8\n"
                          "| top 50 by tasks")
        .arg(dialect.table, dialect.time, kqltext::dateTime(span.from), kqltext::dateTime(span.to), dialect.name,
             kqlString(dictionary.metricName(MetricRole::TaskCount)), dialect.sum,
             kqltext::dynamicField(dialect.bag, dictionary.dimensionName(QStringLiteral("tenant"))));
}

Result<ChaosReading> readSli(const ChaosSpec &spec, const SloDefinition &definition, const Table &reply, Instant at)
{
    if (!reply.columnIndex(u"total"))
        return missingColumn("total");
    ChaosReading reading{.at = at};
    const auto total = reply.number(0, u"total");
    if (!total || *total <= 0)
        return reading;
    reading.events = *total;
    const bool isPercentile = definition.kind == SliKind::Percentile && !spec.hypothesis.isBurn;
    reading.value = isPercentile ? reply.number(0, u"value")
                                 : chaosValue(spec.hypothesis, definition, {reply.number(0, u"good").value_or(0), *total});
    return reading;
}

Result<Tagged> readTagged(const Table &reply)
{
    if (!reply.columnIndex(u"hitsAfter"))
        return missingColumn("hitsAfter");
    return Tagged{.hits = reply.number(0, u"hits").value_or(0),
                  .hitsAfter = reply.number(0, u"hitsAfter").value_or(0),
                  .newest = reply.instant(0, u"newest")};
}

Result<ChaosBlast> readTraffic(const Table &reply, Seconds span)
{
    if (!reply.columnIndex(u"tenant"))
        return missingColumn("tenant");
    ChaosBlast blast;
    const double minutes = static_cast<double>(span.count()) / 60;
    for (size_t row = 0; row < reply.rowCount(); ++row)
        if (const QString name = reply.text(row, u"tenant"); !name.isEmpty())
            blast.tenants.append({name.left(200), reply.number(row, u"tasks").value_or(0) / minutes});
    std::ranges::stable_sort(blast.tenants, std::greater(), &ChaosBlast::Tenant::tasksPerMinute);
    return blast;
}

} // namespace qd::chaosquery
