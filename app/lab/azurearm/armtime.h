#pragma once

#include "clock.h"

#include <string>

namespace qd::lab {

/// "2025-07-15T06:56:57.4540000Z": UTC with the seven digits that Resource Manager writes.
std::string armTime(Instant at);
/// The same with milliseconds only, as App Service writes it.
std::string webTime(Instant at);

} // namespace qd::lab
