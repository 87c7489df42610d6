#pragma once

#include "clock.h"

#include <QString>
#include <QStringView>

#include <optional>

namespace qd {

/// What is injected: models answer 429, tool arguments fail their schema, gateway and tools answer 503.
enum class ChaosMode { Off, Throttle, Malformed, Outage };

/// "off", "throttle", "malformed", "outage" and back.
QString chaosModeName(ChaosMode mode);
std::optional<ChaosMode> chaosModeFromName(QStringView name);
/// What the mode does, in a few words.
QString chaosModeMeaning(ChaosMode mode);

/// The fault as the gateway's named value holds it. `until` is the dead man's switch: past it nothing is injected,
/// whatever became of who started it. A value.
struct ChaosFault {
    QString run;    ///< id of the run
    ChaosMode mode = ChaosMode::Off;
    QString tenant; ///< "*": all
    int percent = 0;
    Instant until;

    [[nodiscard]] bool isActive(Instant now) const { return mode != ChaosMode::Off && percent > 0 && now < until; }
    bool operator==(const ChaosFault &) const = default;
};

/// "throttle, 25 % of contoso-retail"; "outage, 10 % of all tenants".
QString chaosFaultText(const ChaosFault &fault);

} // namespace qd
