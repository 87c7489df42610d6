#pragma once

#include "slo/sliquery.h"
#include "slo/slotile.h"

#include <QString>

namespace qd {

/// Everything behind one tile, as text: definition, numbers, burn windows, sentence and the KQL that was asked.
QString explainText(const SloTile &tile, const QString &rangeText, const QList<SliQuery> &queries);

} // namespace qd
