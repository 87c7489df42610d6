#pragma once

#include "slo/changemarker.h"
#include "slo/slotile.h"
#include "theme/tokens.h"

#include <QList>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

namespace qd {

/// Everything a ChartPanel draws: one series over time. A value.
struct ChartSpec {
    QString title;
    QString subtitle;    ///< shown beside the title: range, unit
    QString description; ///< for screen readers; what the line says in one sentence
    std::vector<SliPoint> points; ///< oldest first; a point without value is a gap
    std::optional<double> objective;
    QString objectiveLabel;
    QList<ChangeMarker> markers;
    std::function<QString(double)> formatValue; ///< required
    SeriesRole series = SeriesRole::Agent;
    StatusTone lastTone = StatusTone::Unknown;
    bool isArea = false;
    bool isFromZero = false;           ///< rates and costs; never latencies
    std::optional<double> lowerBound;  ///< the axis never goes below
    std::optional<double> upperBound;  ///< the axis never goes above (1 for a share)
};

} // namespace qd
