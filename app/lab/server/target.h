#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace qd::lab {

/// Percent-decodes `text`; a malformed escape is kept as it is. With `plusIsSpace`, '+' becomes a space (forms, queries).
std::string percentDecode(std::string_view text, bool plusIsSpace);

/// Decodes "a=1&b=2" of a query or a form; keys are decoded as well as values (clients send "api%2Dversion").
std::multimap<std::string, std::string> decodeQuery(std::string_view text);

/// The parts of a raw request target. Repeated slashes vanish, since Microsoft's clients send "//subscriptions/…";
/// an encoded slash stays inside its segment.
struct Target {
    std::vector<std::string> segments;
    std::multimap<std::string, std::string> query;
};
Target splitTarget(std::string_view target);

} // namespace qd::lab
