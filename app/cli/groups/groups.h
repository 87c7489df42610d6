#pragma once

#include "verbgroup.h"

#include <vector>

namespace qd {

/// Every verb group, in the order in which help lists them.
std::vector<std::unique_ptr<VerbGroup>> makeVerbGroups();

} // namespace qd
