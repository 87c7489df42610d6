#pragma once

#include "clock.h"

#include <optional>
#include <string_view>

namespace qd::lab {

/// Reads an offset from the start of the live run: a sign, then numbers with units d, h, m, s ("-70m", "+10m",
/// "-21d4h30m", "+0s"). Nothing when the text is anything else or longer than ten years.
[[nodiscard]] std::optional<Microseconds> parseOffset(std::string_view text);

} // namespace qd::lab
