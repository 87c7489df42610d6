#pragma once

#include "clock.h"

#include <QStringView>

#include <optional>

namespace qd::kql {

/// The inside of datetime(…): "2026", "2026-11-21", "2026-11-21 03:00[:00[.fffffff]]", with T or a blank, with Z, an
/// offset or nothing (UTC). Years 1 to 9999. Digits below the microsecond are cut off.
std::optional<Instant> dateTimeFromText(QStringView text);

/// A timespan literal: "1.5h", "10s", "100ms", "1tick" (rounded down to whole microseconds) or, inside timespan(…),
/// "d.hh:mm:ss.fffffff" or a bare number of days. Nothing when it is neither or too large.
std::optional<Microseconds> timeSpanFromText(QStringView text);

} // namespace qd::kql
