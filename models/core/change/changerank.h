#pragma once

#include "change/change.h"
#include "slo/slotile.h"

#include <QList>

#include <optional>
#include <vector>

namespace qd {

/// The stretch of a series in which its error budget burns.
struct BurnSpell {
    Instant from; ///< of the first bad bin: when the burn began, to within a bin
    Instant to;   ///< end of the last bad bin
    Microseconds step{0}; ///< length of a bin
    bool operator==(const BurnSpell &) const = default;
};

/// The run of bins that together spent most over half of the peak rate (the highest mean of five bins): single bad bins
/// of a healthy stretch do not begin it. Nothing when no two bins burn over 1.
std::optional<BurnSpell> burnSpell(const SloDefinition &definition, const std::vector<SliPoint> &series);

/// A change with how well it explains the burn.
struct RankedChange {
    Change change;
    double score = 0; ///< 0..1
    QString sentence; ///< "6 min before the burn began"
    bool operator==(const RankedChange &) const = default;
};

/// Best explanation first, then newest first. The score is the kind's weight x proximity x (0.75 + 0.25 x overlap):
/// proximity halves with every 30 minutes from the change to the burn's beginning, overlap is the share of the burn for
/// which the change was in force. A change that came more than two bins after the beginning scores 0. Without a burn all
/// score 0, newest first. Weights: what runs (prompt, build, swap, fault) 1, what the gateway decides 0.9, settings 0.8,
/// budget states, which are mostly effects, 0.5, anything else 0.4.
QList<RankedChange> rankChanges(const QList<Change> &changes, const std::optional<BurnSpell> &burn, Instant now);

} // namespace qd
