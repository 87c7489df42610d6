#include "slo/sliquery.h"

#include "slo/kqltext.h"
#include "slo/sliparts.h"
#include "slo/sliwindows.h"

#include <algorithm>

namespace qd {

namespace {

constexpr std::chrono::hours freshnessSpan{24};

/// One sub-query alone, or the union of several.
QString unionOf(const QStringList &parts)
{
    if (parts.size() == 1)
        return parts.constFirst();
    return QStringLiteral("union\n(") % parts.join(QLatin1String("),\n(")) % u')';
}

/// "case(t >= datetime(…), 5, …, 43200)": the label of the shortest window that the row is in.
QString bandExpression(const std::vector<SliWindow> &windows, const QString &time)
{
    if (windows.size() == 1)
        return QString::number(windows.front().label.count());
    QString text = QStringLiteral("case(");
    for (size_t i = 0; i + 1 < windows.size(); ++i)
        text += QStringLiteral("%1 >= %2, %3, ")
                    .arg(time, kqltext::dateTime(windows[i].from))
                    .arg(windows[i].label.count());
    return text % QString::number(windows.back().label.count()) % u')';
}

QString bandPart(const SloDefinition &definition, const SliParts &parts, Instant to)
{
    const std::vector<SliWindow> windows = sliWindows(definition, to);
    const QString time = parts.dialect().time;
    return parts.events({windows.back().from, to}) % QStringLiteral("\n| extend band = ") % bandExpression(windows, time)
        % QStringLiteral("\n| summarize ") % parts.counts() % QStringLiteral(", newest = max(") % time
        % QStringLiteral(") by band\n| project slo = ") % kqlString(definition.id.value)
        % QStringLiteral(", band, good = todouble(good), total = todouble(total), newest");
}

QString seriesPart(const SloDefinition &definition, const SliParts &parts, TimeSpanRange span)
{
    const QString percentile = parts.percentile();
    const QString value = percentile.isEmpty() ? QStringLiteral("iff(total > 0, todouble(good) / total, 0.0)")
                                               : QStringLiteral("todouble(value)");
    return parts.events(span) % QStringLiteral("\n| summarize ") % parts.counts()
        % (percentile.isEmpty() ? QString() : QStringLiteral(", ") % percentile) % QStringLiteral(" by at = bin(")
        % parts.dialect().time % QStringLiteral(", ") % kqltext::timeSpan(seriesStep(span))
        % QStringLiteral(")\n| project slo = ") % kqlString(definition.id.value)
        % QStringLiteral(", at, good = todouble(good), total = todouble(total), value = ") % value;
}

QString rangePart(const SloDefinition &definition, const SliParts &parts, TimeSpanRange span)
{
    return parts.events(span) % QStringLiteral("\n| summarize ") % parts.percentile() % QStringLiteral(", total = sum(")
        % parts.dialect().count % QStringLiteral(")\n| project slo = ") % kqlString(definition.id.value)
        % QStringLiteral(", value = todouble(value), total = todouble(total)");
}

QString freshnessPart(SliSource source, TelemetrySchema schema, TimeSpanRange span)
{
    const SliDialect dialect = sliDialect(source, schema);
    return QStringLiteral("%1\n| where %2 >= %3 and %2 < %4\n| summarize newest = max(%2)\n| project source = %5, newest")
        .arg(dialect.table, dialect.time, kqltext::dateTime(span.from), kqltext::dateTime(span.to),
             kqlString(sliSourceName(source)));
}

/// The tables in use, and always requests: heartbeats tell that a service without traffic is alive.
QList<SliSource> freshnessSources(const QList<SloDefinition> &definitions)
{
    QList<SliSource> used;
    for (const SliSource source : {SliSource::Metrics, SliSource::Requests, SliSource::Dependencies, SliSource::Events})
        if (source == SliSource::Requests
            || std::ranges::any_of(definitions, [source](const SloDefinition &slo) { return slo.source == source; }))
            used.append(source);
    return used;
}

} // namespace

QList<SliQuery> buildRefreshQueries(const QList<SloDefinition> &definitions, const MetricDictionary &dictionary,
                                    TelemetrySchema schema, TimeSpanRange range)
{
    if (definitions.isEmpty())
        return {};
    QStringList bands;
    QStringList series;
    QStringList ranges;
    Instant earliest = range.to;
    for (const SloDefinition &definition : definitions) {
        const SliParts parts(definition, dictionary, schema);
        bands.append(bandPart(definition, parts, range.to));
        series.append(seriesPart(definition, parts, range));
        if (definition.kind == SliKind::Percentile)
            ranges.append(rangePart(definition, parts, range));
        earliest = std::min(earliest, sliWindows(definition, range.to).back().from);
    }
    const TimeSpanRange fresh{range.to - freshnessSpan, range.to};
    QStringList freshness;
    for (const SliSource source : freshnessSources(definitions))
        freshness.append(freshnessPart(source, schema, fresh));

    QList<SliQuery> queries{{SliQuery::Purpose::Bands, unionOf(bands), {earliest, range.to}},
                            {SliQuery::Purpose::Series, unionOf(series), range}};
    if (!ranges.isEmpty())
        queries.append({SliQuery::Purpose::Range, unionOf(ranges), range});
    queries.append({SliQuery::Purpose::Freshness, unionOf(freshness), fresh});
    return queries;
}

SliQuery buildBudgetQuery(const SloDefinition &definition, const MetricDictionary &dictionary, TelemetrySchema schema,
                          Instant now)
{
    const TimeSpanRange span{budgetWindowStart(definition.window, now), now};
    return {SliQuery::Purpose::Series, seriesPart(definition, SliParts(definition, dictionary, schema), span), span};
}

} // namespace qd
