#include "mcp/decimaltext.h"

#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>

namespace qd {

namespace {

constexpr int widestShift = 2000;
constexpr std::uint64_t mostBeforeDigit = std::numeric_limits<std::int64_t>::max() / 10;

/// digits * 10^shift, without its sign.
struct DecimalText {
    std::uint64_t digits = 0;
    int shift = 0;
};

bool takeExponent(std::string_view text, DecimalText &decimal)
{
    if (text.starts_with('+'))
        text.remove_prefix(1);
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), decimal.shift);
    return problem == std::errc() && end == text.data() + text.size() && decimal.shift <= widestShift && decimal.shift >= -widestShift;
}

std::optional<DecimalText> decimalOf(std::string_view text)
{
    if (text.starts_with('-'))
        text.remove_prefix(1);
    DecimalText decimal;
    const size_t end = text.find_first_of("eE");
    if (text.empty() || (end != std::string_view::npos && !takeExponent(text.substr(end + 1), decimal)))
        return std::nullopt;
    bool isFraction = false;
    for (const char each : text.substr(0, end)) {
        if (each == '.' && !isFraction) {
            isFraction = true;
            continue;
        }
        if (each < '0' || each > '9' || decimal.digits > mostBeforeDigit)
            return std::nullopt;
        decimal.digits = decimal.digits * 10 + static_cast<std::uint64_t>(each - '0');
        decimal.shift -= isFraction ? 1 : 0;
    }
    return decimal;
}

/// Of a number below `modulus`, in steps that 64 bits hold.
std::uint64_t timesTen(std::uint64_t number, std::uint64_t modulus)
{
    const std::uint64_t twice = (number + number) % modulus;
    const std::uint64_t fourTimes = (twice + twice) % modulus;
    const std::uint64_t fiveTimes = (fourTimes + number) % modulus;
    return (fiveTimes + fiveTimes) % modulus;
}

} // namespace

bool isMultipleOf(std::string_view number, std::string_view divisor)
{
    const auto whole = decimalOf(number);
    const auto part = decimalOf(divisor);
    if (!whole || !part || part->digits == 0)
        return false;
    std::uint64_t modulus = part->digits;
    for (int shift = whole->shift; shift < part->shift && whole->digits > 0; ++shift) {
        if (modulus > mostBeforeDigit)
            return false; // more than the number itself
        modulus *= 10;
    }
    std::uint64_t rest = whole->digits % modulus;
    for (int shift = part->shift; shift < whole->shift && rest > 0; ++shift)
        rest = timesTen(rest, modulus);
    return rest == 0;
}

} // namespace qd
