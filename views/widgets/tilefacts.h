#pragma once

#include "slo/slotile.h"

#include <QList>
#include <QString>

#include <utility>

namespace qd {

/// The numbers behind a tile as names and values, most useful first.
QList<std::pair<QString, QString>> tileFacts(const SloTile &tile);

} // namespace qd
