#pragma once

#include "widgets/chartspec.h"

namespace qd {

/// The chart of an SLI over `points` (the tile's own series, or its whole budget window). `reach` says in words what
/// was asked for; without it the points tell, which may be a step more.
ChartSpec sliChartSpec(const SloTile &tile, const std::vector<SliPoint> &points, const QList<Change> &markers,
                       const QString &reach = {});

/// The remaining error budget over the budget window: an area from full to gone.
ChartSpec burnDownSpec(const SloTile &tile, const std::vector<SliPoint> &points, const QList<Change> &markers);

/// "last 60 m", "last 30 d": how long the points reach. Empty without points.
QString reachText(const std::vector<SliPoint> &points);

/// The number and the unit of the tile's value, apart, so that the unit can be drawn smaller: {"97.82", "%"}.
struct ValueText {
    QString number;
    QString unit;
};
ValueText valueText(const SloTile &tile);

/// "SLO ≥ 99.00 % · 30 d", "p95 ≤ 5 s · 30 d".
QString objectiveLine(const SloDefinition &definition);

/// Why the tile is as it is, never empty: its sentence, else the error's, else one by state.
QString sentenceOf(const SloTile &tile);

} // namespace qd
