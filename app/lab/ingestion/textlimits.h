#pragma once

#include <string>
#include <string_view>

namespace qd::lab {

/// Cuts at `limit` bytes without splitting a character.
void cutBytes(std::string &text, size_t limit);

/// Cuts after `limit` UTF-16 units, in which JavaScript counts, without splitting a character.
void cutUnits(std::string &text, size_t limit);

/// How many bytes of the custom dimension `key` are kept: 256 KB of what models are told and say, 8 KB of anything else.
size_t propertyLimit(std::string_view key);

} // namespace qd::lab
