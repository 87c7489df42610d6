#pragma once

#include "slo/metricdictionary.h"
#include "slo/slidialect.h"
#include "slo/slodefinition.h"
#include "timerange.h"

#include <QString>

namespace qd {

/// The pieces of KQL that count one SLI. Each SLI is a sub-query of its own, so that one row may feed several SLIs.
class SliParts
{
public:
    SliParts(const SloDefinition &definition, const MetricDictionary &dictionary, TelemetrySchema schema);

    /// The events of the SLI in the span, end excluded: "customMetrics | where … | extend sliValue = …". Name and time
    /// are filtered before anything that must open a property bag.
    [[nodiscard]] QString events(TimeSpanRange span) const;
    /// "good = …, total = …" for summarize.
    [[nodiscard]] QString counts() const;
    /// "value = percentile(sliValue, 95)" for summarize; empty for the other kinds.
    [[nodiscard]] QString percentile() const;
    /// Whether an event is good, over the columns that events() gives; empty for a mean.
    [[nodiscard]] QString goodCondition() const;
    [[nodiscard]] const SliDialect &dialect() const { return m_dialect; }

private:
    [[nodiscard]] QString metricNames() const;
    [[nodiscard]] QString value() const;
    [[nodiscard]] bool isField() const;
    [[nodiscard]] QString eventCount(MetricRole role) const;
    [[nodiscard]] QString field(const QString &dimension) const;
    [[nodiscard]] bool isColumn(const QString &dimension) const;
    [[nodiscard]] QString condition(const DimensionFilter &filter) const;
    [[nodiscard]] QString allOf(const QList<DimensionFilter> &filters) const;
    [[nodiscard]] QString whereClauses() const;

    const SloDefinition &m_definition;
    const MetricDictionary &m_dictionary;
    TelemetrySchema m_schema;
    SliDialect m_dialect;
};

} // namespace qd
