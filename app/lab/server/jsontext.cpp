#include "server/jsontext.h"

#include <array>

namespace qd::lab {

namespace {

/// Length of the well-formed UTF-8 sequence (RFC 3629) at the start of `text`, or 0.
size_t sequenceLength(std::string_view text)
{
    const auto at = [&](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    const auto continues = [&](size_t i) { return (at(i) & 0xC0U) == 0x80U; };
    const unsigned first = at(0);
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return continues(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const bool overlong = first == 0xE0 && at(1) < 0xA0;
        const bool surrogate = first == 0xED && at(1) > 0x9F;
        return continues(1) && continues(2) && !overlong && !surrogate ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const bool overlong = first == 0xF0 && at(1) < 0x90;
        const bool tooLarge = first == 0xF4 && at(1) > 0x8F;
        return continues(1) && continues(2) && continues(3) && !overlong && !tooLarge ? 4 : 0;
    }
    return 0;
}

void appendEscape(std::string &out, char c)
{
    static constexpr std::string_view hex = "0123456789abcdef";
    switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
    }
    const auto code = static_cast<unsigned char>(c);
    out += "\\u00";
    out.push_back(hex[code >> 4U]);
    out.push_back(hex[code & 15U]);
}

/// True for bytes that a JSON string may hold as they are and that need no look at their neighbours.
constexpr std::array<bool, 256> plainTable = [] {
    std::array<bool, 256> table{};
    for (size_t i = 0x20; i < 0x80; ++i)
        table[i] = i != '"' && i != '\\';
    return table;
}();

size_t plainRun(std::string_view text)
{
    size_t n = 0;
    while (n < text.size() && plainTable[static_cast<unsigned char>(text[n])])
        ++n;
    return n;
}

constexpr std::string_view replacement = "\xEF\xBF\xBD";

} // namespace

void appendJsonString(std::string &out, std::string_view text)
{
    out.push_back('"');
    while (!text.empty()) {
        const size_t plain = plainRun(text);
        out.append(text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty())
            break;
        const size_t length = sequenceLength(text);
        if (length == 1)
            appendEscape(out, text.front());
        else
            out.append(length == 0 ? replacement : text.substr(0, length));
        text.remove_prefix(length == 0 ? 1 : length);
    }
    out.push_back('"');
}

std::string jsonString(std::string_view text)
{
    std::string out;
    appendJsonString(out, text);
    return out;
}

std::string validUtf8(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const size_t length = sequenceLength(text);
        out.append(length == 0 ? replacement : text.substr(0, length));
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return out;
}

bool jsonNestsTooDeep(std::string_view text, int limit)
{
    int depth = 0;
    bool inString = false;
    for (size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString && c == '\\')
            ++i;
        else if (c == '"')
            inString = !inString;
        else if (!inString && (c == '[' || c == '{') && ++depth > limit)
            return true;
        else if (!inString && (c == ']' || c == '}'))
            --depth;
    }
    return false;
}

} // namespace qd::lab
