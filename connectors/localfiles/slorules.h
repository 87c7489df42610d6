#pragma once

#include "jsonobject.h"
#include "slo/slodefinition.h"

namespace qd {

/// Checks that the parts of a decoded SLO make sense together; complaints go to the key at fault.
void checkSlo(const SloDefinition &definition, JsonObject &object);

} // namespace qd
