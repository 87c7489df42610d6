#pragma once

#include <string>
#include <string_view>

namespace qd::lab {

/// ASCII lower case: resource ids and names compare without case, and are kept as they were first written.
std::string foldedCase(std::string_view text);
bool sameName(std::string_view a, std::string_view b);

/// Percent-encodes everything but unreserved characters, for a value in a query.
std::string percentEncode(std::string_view text);

} // namespace qd::lab
