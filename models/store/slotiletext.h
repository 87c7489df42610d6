#pragma once

#include "slo/slotile.h"

/// What a tile says, as short plain text: shared by the wall, its accessible texts and the printed table. Pure functions.
namespace qd {

/// A value of the SLI in its unit: "99.52 %", "3.05 s", "$0.0312", "4.2 /100", "4.61".
QString sliValueText(const SloDefinition &definition, double value);
/// The objective with its direction: "≥ 99.00 %", "≤ 5 s".
QString objectiveText(const SloDefinition &definition);
/// The tile's value, or "–".
QString tileValueText(const SloTile &tile);
/// Share of the error budget that is left: "31 %", "-12 %"; "–" when unknown.
QString budgetText(const SloTile &tile);
/// "14.4×", or "–".
QString burnText(const SloTile &tile);
/// The state as a word for people: "critical", "no traffic".
QString tileStateWord(TileState state);
/// The state's shape as one character, different for each state.
QString tileStateGlyph(TileState state);

} // namespace qd
