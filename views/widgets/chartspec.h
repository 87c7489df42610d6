#pragma once

#include "change/change.h"
#include "slo/slotile.h"
#include "theme/tokens.h"

#include <QList>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

namespace qd {

/// A horizontal line over a chart, with its label.
struct ChartLimit {
    double at = 0;
    QString label;
};

/// Everything a ChartPanel draws: one series over time. A value.
struct ChartSpec {
    QString title;
    QString subtitle;    ///< shown beside the title: range, unit
    QString description; ///< for screen readers; what the line says in one sentence
    std::vector<SliPoint> points; ///< oldest first; a point without value is a gap
    std::vector<SliPoint> forecast; ///< goes on where the points end; drawn dashed
    std::optional<double> objective;
    QString objectiveLabel;
    QList<ChartLimit> limits;       ///< further lines, e.g. 80 % of a budget
    QList<Change> markers;          ///< those outside the axis are left out; what lasts is drawn as a band
    std::function<QString(double)> formatValue; ///< required
    SeriesRole series = SeriesRole::Agent;
    StatusTone lastTone = StatusTone::Unknown;
    bool isArea = false;
    bool isFromZero = false;           ///< rates and costs; never latencies
    std::optional<double> lowerBound;  ///< the axis never goes below
    std::optional<double> upperBound;  ///< the axis never goes above (1 for a share)
};

} // namespace qd
