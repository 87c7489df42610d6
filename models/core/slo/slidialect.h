#pragma once

#include "slo/metricdictionary.h"
#include "slo/slodefinition.h"

#include <QString>

#include <optional>

namespace qd {

/// The names that one source has in one schema (azure facts 3.1, 3.2).
struct SliDialect {
    QString table;
    QString time;
    QString name;
    QString count;      ///< how many events a row stands for (sampling, or samples of a metric)
    QString sum;        ///< metrics only: sum of the values
    QString bag;        ///< custom dimensions
    QString measurements;
    QString duration;   ///< milliseconds; requests and dependencies only
};

SliDialect sliDialect(SliSource source, TelemetrySchema schema);

/// The column that a classic column name ("resultCode", "cloud_RoleName") has in the source's table, or nothing when it
/// is no column of it and so a custom dimension.
std::optional<QString> sliColumn(SliSource source, TelemetrySchema schema, QStringView classicName);

/// One lower-case word for the source's table in freshness replies: "metrics", "requests", "dependencies", "events".
QString sliSourceName(SliSource source);

} // namespace qd
