#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace qd::lab {

/// Replaces {order}, {sku}, {n}, {product} and {city} by values that follow from `task`, the same for every text of one
/// task; any other brace stays. {n} is 1 to 9, {order} has five digits.
[[nodiscard]] std::string fillTemplate(std::string_view text, uint64_t task);

} // namespace qd::lab
