#pragma once

#include "clock.h"

#include <cstdint>
#include <string>

namespace qd::lab {

/// What tasks that are hit run into: 429 from the model gateway, tool arguments that never fit their schema at first, 503
/// from the gateway.
enum class ChaosMode { Off, Throttle, Malformed, Outage };

/// "off", "throttle", "malformed", "outage".
[[nodiscard]] const char *chaosModeName(ChaosMode mode);

/// A fault on purpose, as the gateway's named value quarterdeck-chaos says it. A value.
struct ChaosSpec {
    std::string run;          ///< GUID of the run
    ChaosMode mode = ChaosMode::Off;
    std::string tenant = "*"; ///< "*": all of them
    double percent = 0;       ///< share of the tenant's tasks, 0 to 100
    Instant until{};          ///< ends by itself

    [[nodiscard]] bool isOn(Instant at) const { return mode != ChaosMode::Off && percent > 0 && at < until; }
    /// True for the share of tasks that is hit: by a hash of run and task number, so that it can be repeated.
    [[nodiscard]] bool hits(uint64_t task) const;
    bool operator==(const ChaosSpec &) const = default;
};

} // namespace qd::lab
