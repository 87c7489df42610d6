#pragma once

#include <string_view>

namespace qd::lab {

/// What a table holds, in one sentence; empty when there is nothing to say.
std::string_view tableDescription(std::string_view table);

/// What a column holds, whatever its table; empty when its name says it.
std::string_view columnDescription(std::string_view column);

} // namespace qd::lab
