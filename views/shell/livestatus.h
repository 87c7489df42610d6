#pragma once

#include "clock.h"

#include <QString>

#include <optional>

namespace qd {

/// How current the window is, for the pill in the top bar.
struct LiveStatus {
    enum class Mode { Connecting, Live, Frozen, CatchingUp, Offline, Failing, Absolute };
    Mode mode = Mode::Connecting;
    Milliseconds interval{10000};      ///< of the refresh
    int waiting = 0;                   ///< Frozen: refreshes not shown yet
    std::optional<Microseconds> age;   ///< since the numbers on screen were computed
    std::optional<Microseconds> lag;   ///< newest telemetry behind the clock: ingestion
    QString reason;                    ///< Offline, Failing: why, one sentence
    bool operator==(const LiveStatus &) const = default;
};

/// The pill's words, e.g. "LIVE 10 s · fresh 4 s · lag 2m10s".
QString liveStatusText(const LiveStatus &status);
/// Whether the age is past 2 intervals: worth amber.
bool isLate(const LiveStatus &status);

} // namespace qd
