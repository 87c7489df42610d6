#pragma once

#include "error.h"
#include "slo/slotile.h"
#include "slo/state.h"

namespace qd {

/// Why the tile is in its state, in one plain sentence without a full stop; `tile` has everything else filled in.
QString tileSentence(const SloTile &tile, const TileFacts &facts);

/// For a tile whose last refresh failed: never succeeded, or too long ago (`sinceSuccess`).
QString errorSentence(TileState state, const Error &error, std::optional<Microseconds> sinceSuccess);

/// For a tile that was not refreshed for too long, nothing known about why.
QString unrefreshedSentence(Microseconds sinceSuccess);

} // namespace qd
