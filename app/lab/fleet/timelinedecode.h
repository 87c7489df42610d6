#pragma once

#include "fleet/jsonreader.h"
#include "fleet/scenario.h"

#include <vector>

namespace qd::lab {

/// Decodes the timeline against the fleet already in `scenario`, and sorts it by offset.
void decodeTimeline(std::vector<JsonReader> events, Scenario &scenario);

} // namespace qd::lab
