#include "fleet/offset.h"

#include <charconv>

namespace qd::lab {

namespace {

constexpr Seconds longestOffset = std::chrono::hours(24 * 3660);

std::optional<Seconds> unitOfOffset(char unit)
{
    switch (unit) {
    case 'd': return std::chrono::hours(24);
    case 'h': return std::chrono::hours(1);
    case 'm': return std::chrono::minutes(1);
    case 's': return Seconds(1);
    default: return std::nullopt;
    }
}

} // namespace

std::optional<Microseconds> parseOffset(std::string_view text)
{
    if (text.size() < 3 || (text.front() != '-' && text.front() != '+'))
        return std::nullopt;
    const bool isNegative = text.front() == '-';
    text.remove_prefix(1);
    Seconds sum{0};
    while (!text.empty()) {
        int count = 0;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), count);
        const auto used = static_cast<size_t>(end - text.data());
        if (problem != std::errc() || count < 0 || used >= text.size())
            return std::nullopt;
        const std::optional<Seconds> unit = unitOfOffset(text[used]);
        if (!unit || count > longestOffset / *unit)
            return std::nullopt;
        sum += *unit * count;
        text.remove_prefix(used + 1);
    }
    if (sum > longestOffset)
        return std::nullopt;
    return isNegative ? -sum : sum;
}

} // namespace qd::lab
