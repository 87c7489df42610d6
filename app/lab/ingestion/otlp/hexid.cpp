#include "ingestion/otlp/hexid.h"

#include <algorithm>

namespace qd::lab {

namespace {

constexpr std::string_view idDigits = "0123456789abcdef";

} // namespace

void hexOfBytes(std::string &out, std::string_view bytes, size_t size)
{
    out.clear();
    if (bytes.size() != size || std::ranges::all_of(bytes, [](char byte) { return byte == 0; }))
        return;
    for (const char byte : bytes) {
        out += idDigits[static_cast<unsigned char>(byte) >> 4U];
        out += idDigits[static_cast<unsigned char>(byte) & 15U];
    }
}

void hexOfText(std::string &out, std::string_view hex, size_t size)
{
    out.clear();
    if (hex.size() != size * 2 || std::ranges::all_of(hex, [](char digit) { return digit == '0'; }))
        return;
    for (const char digit : hex) {
        const char lower = digit >= 'A' && digit <= 'F' ? static_cast<char>(digit - 'A' + 'a') : digit;
        if (idDigits.find(lower) == std::string_view::npos)
            return out.clear();
        out += lower;
    }
}

} // namespace qd::lab
