#pragma once

#include "slo/slotile.h"

namespace qd {

/// How hard a tile's worst window pair presses: highest long-window burn / factor, 0 without readings. 1 is the line at
/// which the pair may fire.
double burnPressure(const SloTile &tile);

/// The order of attention: worse state first, then higher pressure. Ties keep the order of the definitions (use a
/// stable sort).
bool isWorse(const SloTile &left, const SloTile &right);

/// `tiles`, worst first.
QList<SloTile> worstFirst(QList<SloTile> tiles);

} // namespace qd
