#pragma once

#include "result.h"
#include "slo/slodefinition.h"

#include <QHash>
#include <QString>

namespace qd {

/// Which table names and columns telemetry has: classic Application Insights or workspace-based Log Analytics.
enum class TelemetrySchema { Classic, Workspace };

/// Maps the eleven metric roles, their dimension names and their dimension values to what a deployment emits, so that
/// renamed telemetry fills the same tiles. Default: the product's own names (domain facts 2.1). A value.
class MetricDictionary
{
public:
    MetricDictionary();

    [[nodiscard]] QString metricName(MetricRole role) const;
    /// The deployment's name of a canonical dimension ("tenant", "outcome", …); the name itself when not renamed.
    [[nodiscard]] QString dimensionName(const QString &canonical) const;
    /// The deployment's spelling of a dimension's value ("completed"); the value itself when not renamed.
    [[nodiscard]] QString dimensionValue(const QString &canonicalDimension, const QString &value) const;

    void setMetricName(MetricRole role, const QString &name);
    void setDimensionName(const QString &canonical, const QString &name);
    void setDimensionValue(const QString &canonicalDimension, const QString &value, const QString &actual);
    bool operator==(const MetricDictionary &) const = default;

private:
    QHash<int, QString> m_metrics;
    QHash<QString, QString> m_dimensions;
    QHash<QString, QString> m_values; ///< key "dimension=value"
};

/// The role's default metric name ("agent.task.count") and the way back.
QString metricRoleName(MetricRole role);
std::optional<MetricRole> metricRoleFromName(QStringView name);

} // namespace qd
