#pragma once

#include "clock.h"
#include "ids.h"

#include <QList>
#include <QStringList>

#include <chrono>
#include <optional>

namespace qd {

/// How an SLI turns events into a number.
/// Ratio: good events / all events. Threshold: events whose value keeps a limit / all events.
/// Mean: sum of values / number of events. Percentile: the value that the given share of events keeps below.
enum class SliKind { Ratio, Threshold, Mean, Percentile };

/// Where the events are. Metrics are looked up by role in the MetricDictionary; the others are telemetry tables.
enum class SliSource { Metrics, Requests, Dependencies, Events };

/// The unit the SLI is shown in, and its error budget spent in.
enum class SliUnit { Percent, Duration, Money, PerHundred, Score };

/// Whether larger or smaller values are better.
enum class BetterIs { Higher, Lower };

/// The eleven metric roles (domain facts 2.1); a MetricDictionary maps each to the name a deployment uses.
enum class MetricRole {
    TaskCount, TaskDuration, TaskCost, LlmTokens, LlmDuration, LlmErrors,
    ToolCalls, ToolDuration, ToolFallbacks, RepairAttempts, BudgetUsedRatio
};

/// Keeps the events whose `dimension` is one of `values` (or, negated, none of them). Dimension names are canonical and
/// go through the dictionary for metrics; for tables they name a column ("name", "resultCode") or a custom dimension.
struct DimensionFilter {
    QString dimension;
    QStringList values;
    bool negated = false;
    bool operator==(const DimensionFilter &) const = default;
};

/// Rolling: the last `days` days. Calendar: the current UTC month (days ignored).
struct SloWindow {
    enum class Kind { Rolling, CalendarMonth };
    Kind kind = Kind::Rolling;
    int days = 30;
    bool operator==(const SloWindow &) const = default;
};

enum class BurnSeverity { Page, Ticket };

/// Fires when the burn rate is at or over `factor` in the long and in the short window.
struct BurnPair {
    std::chrono::minutes longWindow{60};
    std::chrono::minutes shortWindow{5};
    double factor = 14.4;
    BurnSeverity severity = BurnSeverity::Page;
    bool operator==(const BurnPair &) const = default;
};

/// The Google SRE workbook's pairs: 1h+5m 14.4, 6h+30m 6 (page), 1d+2h 3, 3d+6h 1 (ticket).
QList<BurnPair> defaultBurnPairs();

/// One service level objective over one SLI; read from data files (resources/slo).
struct SloDefinition {
    SloId id;
    QString title;
    QString description;
    SliKind kind = SliKind::Ratio;
    SliSource source = SliSource::Metrics;
    SliUnit unit = SliUnit::Percent;
    BetterIs better = BetterIs::Higher;

    MetricRole role = MetricRole::TaskCount;      ///< events (or, for Mean, the values), when source is Metrics
    std::optional<MetricRole> perRole;            ///< Mean: the events to divide by, when not the role's own count
    QString valueField;                           ///< Threshold, Percentile, Mean on tables: "duration" or a measurement
    QList<DimensionFilter> where;                 ///< which events count at all
    QList<DimensionFilter> good;                  ///< Ratio: which of them are good (all filters must hold)
    double percentile = 95;                       ///< Percentile
    double limit = 0;                             ///< Threshold: the limit of one event, in the SLI's unit

    double target = 0.99;        ///< Ratio, Threshold: share of good events; Mean, Percentile: value in the SLI's unit
    double best = 0;             ///< Mean with better == Higher: the best possible value (5 for a 1..5 score)
    SloWindow window;
    QList<BurnPair> burnPairs = defaultBurnPairs();
    double minEvents = 20;       ///< low-traffic guard: fewer events in a long window never fire it
    std::chrono::minutes staleAfter{15}; ///< newest telemetry of the source older than this: the tile is stale
    QString currency = QStringLiteral("USD");
    bool operator==(const SloDefinition &) const = default;
};

} // namespace qd
