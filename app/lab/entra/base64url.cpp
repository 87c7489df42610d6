#include "entra/base64url.h"

#include <cstdint>

namespace qd::lab {

namespace {
constexpr std::string_view base64UrlAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
}

std::string base64UrlEncode(std::string_view bytes)
{
    std::string out;
    uint32_t bits = 0;
    unsigned held = 0;
    for (const char c : bytes) {
        bits = (bits << 8U) | static_cast<unsigned char>(c);
        for (held += 8; held >= 6; held -= 6)
            out.push_back(base64UrlAlphabet[(bits >> (held - 6)) & 63U]);
    }
    if (held > 0)
        out.push_back(base64UrlAlphabet[(bits << (6 - held)) & 63U]);
    return out;
}

std::optional<std::string> base64UrlDecode(std::string_view text)
{
    std::string out;
    uint32_t bits = 0;
    unsigned held = 0;
    for (const char c : text) {
        const size_t value = base64UrlAlphabet.find(c);
        if (value == std::string_view::npos)
            return std::nullopt;
        bits = (bits << 6U) | static_cast<uint32_t>(value);
        held += 6;
        if (held >= 8) {
            held -= 8;
            out.push_back(static_cast<char>((bits >> held) & 255U));
        }
    }
    return out;
}

} // namespace qd::lab
