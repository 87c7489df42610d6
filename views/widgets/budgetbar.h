#pragma once

#include "theme/tokens.h"

#include <QRectF>

#include <optional>

class QPainter;

namespace qd {

/// Height of a budget bar, in device-independent pixels.
inline constexpr int budgetBarHeight = 6;

/// The share of the error budget that is left (1 = untouched) as a bar in the tone's colour. Spent or overspent: the
/// track is outlined in the critical colour and hatched. Unknown: an empty dashed track.
void paintBudgetBar(QPainter &painter, const QRectF &box, std::optional<double> remaining, StatusTone tone,
                    const Tokens &tokens);

} // namespace qd
