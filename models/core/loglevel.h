#pragma once

#include "log.h"

namespace qd::log {

/// Whether anybody reads lines of this level: for those that cost much to write. Any thread.
[[nodiscard]] bool isRead(Level level);

} // namespace qd::log
