#pragma once

#include "clock.h"

#include <optional>
#include <string_view>

namespace qd::lab {

/// "2026-11-21", "2026-11-21T03:00[:00[.1234567]][Z|+01:00]"; without a zone it is UTC. Digits after the sixth are cut.
std::optional<Instant> parseIsoTime(std::string_view text);

/// ISO 8601 duration such as "P1D", "PT12H", "P1DT2H30M", "PT0.5S", "P2W"; a month is 30 days, a year 365.
std::optional<Microseconds> parseIsoDuration(std::string_view text);

/// .NET's duration text "[d.]hh:mm:ss[.fffffff]", whose trailing zeros may be missing; in milliseconds.
std::optional<double> parseDotNetDuration(std::string_view text);

} // namespace qd::lab
