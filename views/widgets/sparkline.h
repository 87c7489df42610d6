#pragma once

#include "slo/slotile.h"
#include "theme/tokens.h"

#include <QRectF>

#include <optional>
#include <vector>

class QPainter;

namespace qd {

/// What a sparkline draws. `points` is borrowed for the call.
struct SparklineSpec {
    const std::vector<SliPoint> &points;
    std::optional<double> objective;
    StatusTone lastTone = StatusTone::Unknown;
};

/// A line of 1.4 px without axes, broken where points are missing, its last point a dot in the status colour, the
/// objective a dashed line. Draws nothing in a box narrower than tile::sparklineMinWidth.
void paintSparkline(QPainter &painter, const QRectF &box, const SparklineSpec &spec, const Tokens &tokens);

/// At most `maxPoints` of the points, keeping the lowest and highest of every stretch and at least one missing point
/// where a whole stretch is missing, so that gaps and spikes survive. Points come back in order.
std::vector<SliPoint> decimated(const std::vector<SliPoint> &points, size_t maxPoints);

} // namespace qd
