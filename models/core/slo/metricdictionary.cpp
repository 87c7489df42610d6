#include "slo/metricdictionary.h"

#include <array>

namespace qd {

namespace {

struct RoleName { MetricRole role; QLatin1String name; };

constexpr std::array<RoleName, 11> roleNames{{
    {MetricRole::TaskCount, QLatin1String("agent.task.count")},
    {MetricRole::TaskDuration, QLatin1String("agent.task.duration")},
    {MetricRole::TaskCost, QLatin1String("agent.task.cost")},
    {MetricRole::LlmTokens, QLatin1String("agent.llm.tokens")},
    {MetricRole::LlmDuration, QLatin1String("agent.llm.duration")},
    {MetricRole::LlmErrors, QLatin1String("agent.llm.errors")},
    {MetricRole::ToolCalls, QLatin1String("agent.tool.calls")},
    {MetricRole::ToolDuration, QLatin1String("agent.tool.duration")},
    {MetricRole::ToolFallbacks, QLatin1String("agent.tool.fallbacks")},
    {MetricRole::RepairAttempts, QLatin1String("agent.repair.attempts")},
    {MetricRole::BudgetUsedRatio, QLatin1String("agent.budget.used_ratio")}}};

QString valueKey(const QString &dimension, const QString &value) { return dimension % u'=' % value; }

} // namespace

MetricDictionary::MetricDictionary() = default;

QString MetricDictionary::metricName(MetricRole role) const
{
    const auto renamed = m_metrics.constFind(static_cast<int>(role));
    return renamed == m_metrics.cend() ? metricRoleName(role) : *renamed;
}

QString MetricDictionary::dimensionName(const QString &canonical) const { return m_dimensions.value(canonical, canonical); }

QString MetricDictionary::dimensionValue(const QString &canonicalDimension, const QString &value) const
{
    return m_values.value(valueKey(canonicalDimension, value), value);
}

void MetricDictionary::setMetricName(MetricRole role, const QString &name) { m_metrics.insert(static_cast<int>(role), name); }

void MetricDictionary::setDimensionName(const QString &canonical, const QString &name) { m_dimensions.insert(canonical, name); }

void MetricDictionary::setDimensionValue(const QString &canonicalDimension, const QString &value, const QString &actual)
{
    m_values.insert(valueKey(canonicalDimension, value), actual);
}

QString metricRoleName(MetricRole role)
{
    for (const RoleName &entry : roleNames)
        if (entry.role == role)
            return entry.name;
    return {};
}

std::optional<MetricRole> metricRoleFromName(QStringView name)
{
    for (const RoleName &entry : roleNames)
        if (name == entry.name)
            return entry.role;
    return std::nullopt;
}

} // namespace qd
