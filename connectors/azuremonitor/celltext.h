#pragma once

#include "clock.h"

#include <optional>
#include <string_view>

/// Azure's text forms of datetime and timespan cells. Pure, any thread.
namespace qd::celltext {

/// "2026-11-21T12:00:00.1234567Z"; a space for T, no zone (UTC) and "+hh:mm" are taken too. Digits past microseconds
/// are cut. Nothing when the text is anything else.
[[nodiscard]] std::optional<Instant> dateTime(std::string_view text);

/// "d.hh:mm:ss.fffffff", days, sign and fraction optional.
[[nodiscard]] std::optional<Microseconds> timeSpan(std::string_view text);

} // namespace qd::celltext
