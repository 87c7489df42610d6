#pragma once

#include "clock.h"
#include "error.h"
#include "slo/slodefinition.h"

#include <QList>
#include <QString>

#include <optional>
#include <vector>

namespace qd {

/// What a tile says. Each is drawn with a shape, a word and a colour of its own; order is worst first.
enum class TileState { Critical, Warning, QueryError, NoPermission, Stale, NoData, NoTraffic, Loading, Ok };

/// The state as a stable lower-case word for JSON ("critical", "no-traffic", …).
QString tileStateName(TileState state);

/// Burn rates of one pair. Empty when the window had no events.
struct BurnReading {
    BurnPair pair;
    std::optional<double> longBurn;
    std::optional<double> shortBurn;
    double longEvents = 0;
    double shortEvents = 0;
    bool isFiring = false;       ///< both at or over the factor, and enough events
    bool isLowTraffic = false;   ///< would fire, but for the low-traffic guard
    bool operator==(const BurnReading &) const = default;
};

/// One point of the sparkline or chart; no value where there were no events.
struct SliPoint {
    Instant at;
    std::optional<double> value;
    double events = 0;
    bool operator==(const SliPoint &) const = default;
};

/// Everything one SLO tile shows; a value computed by evaluateSlo().
struct SloTile {
    SloId id;
    SloDefinition definition;
    TileState state = TileState::Loading;
    QString sentence;                              ///< why, in one sentence
    std::optional<double> value;                   ///< over the chosen range, in the SLI's unit (Percent: 0..1)
    double events = 0;                             ///< events in the chosen range
    std::optional<double> budgetRemaining;         ///< 1 = untouched, 0 = spent, negative = overspent
    double budgetTotal = 0;                        ///< allowed bad events, or money, over the window (calendar: projected to its end)
    double budgetSpent = 0;                        ///< same unit
    std::optional<double> burn;                    ///< long-window burn of the worst pair: firing first, then highest burn/factor
    std::optional<Microseconds> exhaustion;        ///< time until the budget is gone at the present rate; none when it is not
                                                   ///< burning over 1, or spent already
    QList<BurnReading> readings;                   ///< one per pair of the definition, same order
    std::vector<SliPoint> series;
    Instant asOf{};                                ///< when these numbers were computed (last success)
    std::optional<Instant> newest;                 ///< newest telemetry of the SLI's source
    std::optional<Error> error;                    ///< of the last refresh, when it failed
    bool operator==(const SloTile &) const = default;
};

/// A tile per definition, in their order, with nothing known yet (TileState::Loading).
QList<SloTile> loadingTiles(const QList<SloDefinition> &definitions);

} // namespace qd
