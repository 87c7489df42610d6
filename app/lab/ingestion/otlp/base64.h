#pragma once

#include <string>
#include <string_view>

namespace qd::lab {

/// The bytes of a base64 text of either alphabet, with or without padding; ends at the first character that is not one.
std::string bytesOfBase64(std::string_view text);

} // namespace qd::lab
