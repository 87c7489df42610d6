#include "slo/sliparts.h"

#include "slo/kqltext.h"
#include "slo/sliquery.h"

namespace qd {

namespace {

/// A counter's rows carry how much it rose; the other metrics' rows carry how many values they sum up.
bool isCounter(MetricRole role)
{
    switch (role) {
    case MetricRole::TaskCount:
    case MetricRole::LlmTokens:
    case MetricRole::LlmErrors:
    case MetricRole::ToolCalls:
    case MetricRole::ToolFallbacks:
    case MetricRole::RepairAttempts: return true;
    case MetricRole::TaskDuration:
    case MetricRole::TaskCost:
    case MetricRole::LlmDuration:
    case MetricRole::ToolDuration:
    case MetricRole::BudgetUsedRatio: return false;
    }
    return false;
}

QString equalsAny(const QString &field, const QStringList &values, bool negated)
{
    if (values.size() == 1)
        return field % (negated ? QStringLiteral(" != ") : QStringLiteral(" == ")) % kqlString(values.constFirst());
    QStringList literals;
    for (const QString &value : values)
        literals.append(kqlString(value));
    return field % (negated ? QStringLiteral(" !in (") : QStringLiteral(" in (")) % literals.join(QLatin1String(", ")) % u')';
}

} // namespace

SliParts::SliParts(const SloDefinition &definition, const MetricDictionary &dictionary, TelemetrySchema schema)
    : m_definition(definition), m_dictionary(dictionary), m_schema(schema), m_dialect(sliDialect(definition.source, schema))
{
}

QString SliParts::events(TimeSpanRange span) const
{
    QString text = m_dialect.table;
    text += QStringLiteral("\n| where %1 >= %2 and %1 < %3")
                .arg(m_dialect.time, kqltext::dateTime(span.from), kqltext::dateTime(span.to));
    if (m_definition.source == SliSource::Metrics)
        text += QStringLiteral(" and ") % metricNames();
    text += whereClauses();
    if (const QString read = value(); !read.isEmpty())
        text += QStringLiteral("\n| extend sliValue = ") % read;
    // A field may be missing or hold no finite number; a duration is always there.
    if (isField())
        text += QStringLiteral("\n| where sliValue between (-1e15 .. 1e15)");
    return text;
}

QString SliParts::metricNames() const
{
    QStringList names{m_dictionary.metricName(m_definition.role)};
    if (m_definition.perRole && *m_definition.perRole != m_definition.role)
        names.append(m_dictionary.metricName(*m_definition.perRole));
    return equalsAny(m_dialect.name, names, false);
}

bool SliParts::isField() const
{
    return m_definition.source != SliSource::Metrics && m_definition.kind != SliKind::Ratio
        && m_definition.valueField != QLatin1String("duration");
}

/// The value of one event in the SLI's unit (durations in seconds); empty where rows are only counted or summed.
QString SliParts::value() const
{
    if (m_definition.kind == SliKind::Ratio)
        return {};
    if (m_definition.source == SliSource::Metrics)
        return m_definition.kind == SliKind::Threshold ? QStringLiteral("todouble(%1) / %2").arg(m_dialect.sum, m_dialect.count)
                                                       : QString();
    if (!isField())
        return m_dialect.duration % QStringLiteral(" / 1000.0");
    const QString key = kqlString(m_definition.valueField);
    return QStringLiteral("coalesce(todouble(%1[%3]), todouble(%2[%3]))").arg(m_dialect.measurements, m_dialect.bag, key);
}

QString SliParts::eventCount(MetricRole role) const { return isCounter(role) ? m_dialect.sum : m_dialect.count; }

bool SliParts::isColumn(const QString &dimension) const
{
    return m_definition.source != SliSource::Metrics && sliColumn(m_definition.source, m_schema, dimension).has_value();
}

QString SliParts::field(const QString &dimension) const
{
    if (m_definition.source == SliSource::Metrics)
        return kqltext::dynamicField(m_dialect.bag, m_dictionary.dimensionName(dimension));
    const auto column = sliColumn(m_definition.source, m_schema, dimension);
    if (!column)
        return kqltext::dynamicField(m_dialect.bag, dimension);
    // The classic schema has "True" and "False" as text, the workspace schema a bool.
    const bool isWorkspaceBool = m_schema == TelemetrySchema::Workspace && *column == QLatin1String("Success");
    return isWorkspaceBool ? QStringLiteral("iff(Success, \"True\", \"False\")") : *column;
}

QString SliParts::condition(const DimensionFilter &filter) const
{
    const bool isMetric = m_definition.source == SliSource::Metrics;
    QStringList exact;
    QStringList alternatives;
    for (const QString &value : filter.values) {
        const QString actual = isMetric ? m_dictionary.dimensionValue(filter.dimension, value) : value;
        if (actual.endsWith(u'*'))
            alternatives.append(field(filter.dimension) % QStringLiteral(" startswith ") % kqlString(actual.chopped(1)));
        else
            exact.append(actual);
    }
    if (alternatives.isEmpty())
        return equalsAny(field(filter.dimension), exact, filter.negated);
    if (!exact.isEmpty())
        alternatives.prepend(equalsAny(field(filter.dimension), exact, false));
    const QString any = u'(' % alternatives.join(QLatin1String(" or ")) % u')';
    return filter.negated ? QStringLiteral("not") % any : any;
}

QString SliParts::allOf(const QList<DimensionFilter> &filters) const
{
    QStringList conditions;
    for (const DimensionFilter &filter : filters)
        conditions.append(condition(filter));
    return conditions.join(QLatin1String(" and "));
}

QString SliParts::whereClauses() const
{
    QList<DimensionFilter> onColumns;
    QList<DimensionFilter> onBag;
    for (const DimensionFilter &filter : m_definition.where)
        (isColumn(filter.dimension) ? onColumns : onBag).append(filter);
    QString text;
    if (!onColumns.isEmpty())
        text += QStringLiteral(" and ") % allOf(onColumns);
    if (!onBag.isEmpty())
        text += QStringLiteral("\n| where ") % allOf(onBag);
    return text;
}

QString SliParts::goodCondition() const
{
    const bool isHigher = m_definition.better == BetterIs::Higher;
    switch (m_definition.kind) {
    case SliKind::Ratio: return allOf(m_definition.good);
    case SliKind::Threshold:
        return QStringLiteral("sliValue ") % (isHigher ? QStringLiteral(">= ") : QStringLiteral("<= "))
            % kqltext::real(m_definition.limit);
    case SliKind::Percentile: return QStringLiteral("sliValue <= ") % kqltext::real(m_definition.target);
    case SliKind::Mean: break;
    }
    return {};
}

QString SliParts::counts() const
{
    const bool isMetric = m_definition.source == SliSource::Metrics;
    if (m_definition.kind != SliKind::Mean) {
        const bool isCounted = isMetric && m_definition.kind == SliKind::Ratio;
        const QString count = isCounted ? eventCount(m_definition.role) : m_dialect.count;
        return QStringLiteral("good = sumif(%1, %2), total = sum(%1)").arg(count, goodCondition());
    }
    if (!isMetric)
        return QStringLiteral("good = sum(sliValue * %1), total = sum(%1)").arg(m_dialect.count);
    if (!m_definition.perRole)
        return QStringLiteral("good = sum(%1), total = sum(%2)").arg(m_dialect.sum, m_dialect.count);
    const QString per = eventCount(*m_definition.perRole);
    if (*m_definition.perRole == m_definition.role)
        return QStringLiteral("good = sum(%1), total = sum(%2)").arg(m_dialect.sum, per);
    return QStringLiteral("good = sumif(%1, %2 == %3), total = sumif(%4, %2 == %5)")
        .arg(m_dialect.sum, m_dialect.name, kqlString(m_dictionary.metricName(m_definition.role)), per,
             kqlString(m_dictionary.metricName(*m_definition.perRole)));
}

QString SliParts::percentile() const
{
    if (m_definition.kind != SliKind::Percentile)
        return {};
    return QStringLiteral("value = percentile(sliValue, %1)").arg(QString::number(m_definition.percentile));
}

} // namespace qd
