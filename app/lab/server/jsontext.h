#pragma once

#include <string>
#include <string_view>

namespace qd::lab {

/// Appends `text` to `out` as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD, so that what we
/// send is always valid.
void appendJsonString(std::string &out, std::string_view text);

/// `text` as a JSON string.
std::string jsonString(std::string_view text);

/// `text` with every byte that is not part of valid UTF-8 replaced by U+FFFD.
std::string validUtf8(std::string_view text);

/// True when the brackets of a JSON text nest deeper than `limit`; strings are skipped. Asked before parsing.
bool jsonNestsTooDeep(std::string_view text, int limit);

} // namespace qd::lab
