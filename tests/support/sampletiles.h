#pragma once

#include "slo/slotile.h"

#include "manualclock.h"

namespace qd::test {

/// A tile as a source might report it: a ratio SLO with a title made of its id, numbers that fit a 99 % objective.
inline SloTile sampleTile(const QString &id, TileState state = TileState::Ok, double burn = 0.5)
{
    SloTile tile;
    tile.id = SloId(id);
    tile.definition.id = tile.id;
    tile.definition.title = QStringLiteral("Title of ") + id;
    tile.definition.target = 0.99;
    tile.state = state;
    tile.sentence = QStringLiteral("Because of ") + id;
    tile.value = 0.995;
    tile.events = 1000;
    tile.budgetRemaining = 0.5;
    tile.burn = burn;
    for (const BurnPair &pair : {BurnPair{}, BurnPair{.longWindow = std::chrono::minutes(360), .shortWindow = std::chrono::minutes(30), .factor = 6}})
        tile.readings.append({.pair = pair, .longBurn = burn, .shortBurn = burn, .longEvents = 1000, .shortEvents = 80});
    tile.asOf = ManualClock::start;
    return tile;
}

} // namespace qd::test
