#pragma once

#include "table.h"

#include <QString>

namespace qd {

/// A cell as plain text: null is empty, numbers in full, times ISO 8601 UTC, durations "d.hh:mm:ss.ffffff".
QString cellText(const Cell &cell);
/// "2026-11-21T12:00:00Z", with microseconds when there are any.
QString instantText(Instant at);

} // namespace qd
