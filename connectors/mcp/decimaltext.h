#pragma once

#include <string_view>

namespace qd {

/// True when the number is a whole multiple of the divisor, both as JSON writes them and told by their digits: 19.99 is one of
/// 0.01, which real numbers cannot tell. A divisor of zero, and what is no number, has no multiples.
[[nodiscard]] bool isMultipleOf(std::string_view number, std::string_view divisor);

} // namespace qd
