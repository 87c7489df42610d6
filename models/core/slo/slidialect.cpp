#include "slo/slidialect.h"

#include <array>

namespace qd {

namespace {

struct DialectColumn { QLatin1String classic; QLatin1String workspace; };

constexpr std::array<DialectColumn, 9> contextColumns{{
    {QLatin1String("name"), QLatin1String("Name")},
    {QLatin1String("operation_Name"), QLatin1String("OperationName")},
    {QLatin1String("operation_Id"), QLatin1String("OperationId")},
    {QLatin1String("operation_SyntheticSource"), QLatin1String("SyntheticSource")},
    {QLatin1String("application_Version"), QLatin1String("AppVersion")},
    {QLatin1String("cloud_RoleName"), QLatin1String("AppRoleName")},
    {QLatin1String("cloud_RoleInstance"), QLatin1String("AppRoleInstance")},
    {QLatin1String("user_Id"), QLatin1String("UserId")},
    {QLatin1String("session_Id"), QLatin1String("SessionId")}}};

constexpr std::array<DialectColumn, 3> callColumns{{
    {QLatin1String("resultCode"), QLatin1String("ResultCode")},
    {QLatin1String("success"), QLatin1String("Success")},
    {QLatin1String("performanceBucket"), QLatin1String("PerformanceBucket")}}};

constexpr std::array<DialectColumn, 2> requestColumns{{
    {QLatin1String("source"), QLatin1String("Source")}, {QLatin1String("url"), QLatin1String("Url")}}};

constexpr std::array<DialectColumn, 3> dependencyColumns{{
    {QLatin1String("target"), QLatin1String("Target")},
    {QLatin1String("type"), QLatin1String("DependencyType")},
    {QLatin1String("data"), QLatin1String("Data")}}};

template<size_t size>
std::optional<QString> findColumn(const std::array<DialectColumn, size> &columns, TelemetrySchema schema, QStringView name)
{
    for (const DialectColumn &column : columns)
        if (name == column.classic)
            return schema == TelemetrySchema::Classic ? column.classic : column.workspace;
    return std::nullopt;
}

QString dialectTable(SliSource source, bool isClassic)
{
    switch (source) {
    case SliSource::Metrics: return isClassic ? QStringLiteral("customMetrics") : QStringLiteral("AppMetrics");
    case SliSource::Requests: return isClassic ? QStringLiteral("requests") : QStringLiteral("AppRequests");
    case SliSource::Dependencies: return isClassic ? QStringLiteral("dependencies") : QStringLiteral("AppDependencies");
    case SliSource::Events: return isClassic ? QStringLiteral("customEvents") : QStringLiteral("AppEvents");
    }
    return {};
}

} // namespace

SliDialect sliDialect(SliSource source, TelemetrySchema schema)
{
    const QString table = dialectTable(source, schema == TelemetrySchema::Classic);
    if (schema == TelemetrySchema::Workspace)
        return {.table = table, .time = QStringLiteral("TimeGenerated"), .name = QStringLiteral("Name"),
                .count = QStringLiteral("ItemCount"), .sum = QStringLiteral("Sum"), .bag = QStringLiteral("Properties"),
                .measurements = QStringLiteral("Measurements"), .duration = QStringLiteral("DurationMs")};
    const bool isMetric = source == SliSource::Metrics;
    return {.table = table, .time = QStringLiteral("timestamp"), .name = QStringLiteral("name"),
            .count = isMetric ? QStringLiteral("valueCount") : QStringLiteral("itemCount"),
            .sum = QStringLiteral("valueSum"), .bag = QStringLiteral("customDimensions"),
            .measurements = QStringLiteral("customMeasurements"), .duration = QStringLiteral("duration")};
}

std::optional<QString> sliColumn(SliSource source, TelemetrySchema schema, QStringView classicName)
{
    if (const auto context = findColumn(contextColumns, schema, classicName))
        return context;
    const bool isCall = source == SliSource::Requests || source == SliSource::Dependencies;
    if (const auto call = findColumn(callColumns, schema, classicName); isCall && call)
        return call;
    if (source == SliSource::Requests)
        return findColumn(requestColumns, schema, classicName);
    if (source == SliSource::Dependencies)
        return findColumn(dependencyColumns, schema, classicName);
    return std::nullopt;
}

QString sliSourceName(SliSource source)
{
    switch (source) {
    case SliSource::Metrics: return QStringLiteral("metrics");
    case SliSource::Requests: return QStringLiteral("requests");
    case SliSource::Dependencies: return QStringLiteral("dependencies");
    case SliSource::Events: return QStringLiteral("events");
    }
    return {};
}

} // namespace qd
