#pragma once

#include "change/change.h"
#include "slodetail.h"
#include "slo/slotile.h"

#include <QList>

/// Made-up tiles, one for every way a tile can look. Fixed numbers, at ManualClock::start.
namespace qd::test {

/// The definition of the sample SLO `id` ("task-success", "turn-latency", …).
SloDefinition sampleDefinition(const QString &id);
/// A tile in the given state, with numbers that fit it.
SloTile sampleTile(const QString &id, TileState state);
/// One tile per state, worst first.
QList<SloTile> sampleTilesOfEveryState();
/// The eight tiles of a fleet whose newest prompt version fails tool calls.
QList<SloTile> sampleIncident();
/// A series of `count` points that falls from `from` to `to` over the last fifth; every 23rd point is missing.
std::vector<SliPoint> sampleSeries(int count, double from, double to, Microseconds step, double noise);
QList<Change> sampleMarkers();
SloDetail sampleDetail(const SloTile &tile);
/// KQL as a detail view would show it.
QString sampleQuery();

} // namespace qd::test
