#pragma once

#include <cstdint>
#include <string_view>

namespace qd::lab {

/// XXH64 with seed 0, which hash() of KQL is over the UTF-8 of a text.
std::uint64_t xxHash64(std::string_view text);

} // namespace qd::lab
