#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace qd::lab {

/// RFC 4648 section 5, without padding.
std::string base64UrlEncode(std::string_view bytes);
/// Nothing when a character does not belong there.
std::optional<std::string> base64UrlDecode(std::string_view text);

} // namespace qd::lab
