#pragma once

#include "clock.h"

namespace qd {

/// Whether the process with this number runs and did already at `at`: numbers are given out again, so that one that began
/// later is another program. False where the system does not tell.
[[nodiscard]] bool hasRunSince(qint64 process, Instant at);

} // namespace qd
