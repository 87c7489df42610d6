#pragma once

#include "slo/slotile.h"

#include <QList>
#include <QString>

namespace qd {

/// The tiles as an aligned plain-text table, worst first: state (shape and word), title, value, objective, budget left,
/// burn, sentence, age at `now`. Ends with a line feed.
QString sloTableText(const QList<SloTile> &tiles, Instant now);

} // namespace qd
