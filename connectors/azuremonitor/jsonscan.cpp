#include "azuremonitor/jsonscan.h"

#include <simdjson.h>

#include <cstdint>
#include <cstring>

namespace qd::jsonscan {

namespace {

constexpr size_t shortRun = 16;
constexpr std::uint32_t replacementCharacter = 0xfffd;

bool isDigit(char c) { return c >= '0' && c <= '9'; }

/// Copies up to the next quote, backslash or control character. Both sides need `padding` bytes to spare.
const char *copyPlain(const char *at, char *&out, bool &isAscii)
{
    const char *stop = findSpecial(at, isAscii);
    const auto size = static_cast<size_t>(stop - at);
    if (size <= shortRun)
        std::memcpy(out, at, shortRun); // most runs are short: one move, whatever their length
    else
        std::memcpy(out, at, size);
    out += size;
    return stop;
}

int hexValue(char c)
{
    if (isDigit(c))
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// Four hexadecimal digits, or -1.
std::int32_t codeUnit(const char *at)
{
    std::int32_t unit = 0;
    for (int i = 0; i < 4; ++i) {
        const int digit = hexValue(at[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

void writeUtf8(std::uint32_t c, char *&out)
{
    const auto put = [&out](std::uint32_t byte) { *out++ = static_cast<char>(byte); };
    if (c < 0x80)
        return put(c);
    if (c < 0x800) {
        put(0xc0 | (c >> 6));
    } else {
        if (c < 0x10000) {
            put(0xe0 | (c >> 12));
        } else {
            put(0xf0 | (c >> 18));
            put(0x80 | ((c >> 12) & 0x3f));
        }
        put(0x80 | ((c >> 6) & 0x3f));
    }
    put(0x80 | (c & 0x3f));
}

/// "\u1234", with its second half where it is the first of two; `at` is behind the u. Null when it is none.
const char *readUnicode(const char *at, char *&out)
{
    const std::int32_t first = codeUnit(at);
    if (first < 0)
        return nullptr;
    at += 4;
    if (first < 0xd800 || first > 0xdfff) {
        writeUtf8(static_cast<std::uint32_t>(first), out);
        return at;
    }
    const std::int32_t second = first < 0xdc00 && at[0] == '\\' && at[1] == 'u' ? codeUnit(at + 2) : -1;
    if (second < 0xdc00 || second > 0xdfff) {
        writeUtf8(replacementCharacter, out);
        return at;
    }
    writeUtf8(0x10000 + ((static_cast<std::uint32_t>(first) - 0xd800) << 10) + (static_cast<std::uint32_t>(second) - 0xdc00), out);
    return at + 6;
}

/// What the letter behind a backslash stands for, or 0.
char escapedCharacter(char c)
{
    switch (c) {
    case '"':
    case '\\':
    case '/': return c;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return 0;
    }
}

/// Decodes the escape at the backslash `at`. Null when it is none.
const char *readEscape(const char *at, char *&out)
{
    if (at[1] == 'u')
        return readUnicode(at + 2, out);
    const char c = escapedCharacter(at[1]);
    if (c == 0)
        return nullptr;
    *out++ = c;
    return at + 2;
}

/// The end of the text may cut an escape: more of it decides.
StringStep badEscape(const char *at, const char *end)
{
    constexpr std::ptrdiff_t longestEscape = 12;
    const bool isCut = end - at < longestEscape && std::string_view(at, static_cast<size_t>(end - at)).find('"') == std::string_view::npos;
    return {{}, at, isCut ? Stop::End : Stop::Bad, "an escape that JSON does not know"};
}

StringStep notText(const char *stop, const char *end)
{
    return {{}, stop, stop >= end ? Stop::End : Stop::Bad, "a control character in a string"};
}

} // namespace

StringStep StringReader::readFurther(const char *at, const char *stop, const char *end, bool isAscii)
{
    std::string_view text(at, static_cast<size_t>(stop - at));
    if (*stop != '"') {
        if (const auto most = static_cast<size_t>(end - at) + 2 * padding; m_room.size() < most)
            m_room.resize(2 * most);
        char *out = m_room.data();
        stop = copyPlain(at, out, isAscii);
        while (*stop == '\\') {
            const char *next = readEscape(stop, out);
            if (!next || next > end)
                return badEscape(stop, end);
            stop = copyPlain(next, out, isAscii);
        }
        if (*stop != '"')
            return notText(stop, end);
        text = std::string_view(m_room.data(), static_cast<size_t>(out - m_room.data()));
    }
    if (!isAscii && !simdjson::validate_utf8(text.data(), text.size()))
        return {{}, at, Stop::Bad, "bytes that are not UTF-8"};
    return {text, stop + 1};
}

const char *skipNumber(const char *at)
{
    const auto digits = [](const char *from) {
        while (isDigit(*from))
            ++from;
        return from;
    };
    const char *start = at;
    at += *at == '-' ? 1 : 0;
    const char *whole = at;
    at = digits(at);
    if (at == whole || (*whole == '0' && at - whole > 1))
        return start;
    if (*at == '.') {
        const char *fraction = at + 1;
        at = digits(fraction);
        if (at == fraction)
            return start;
    }
    if (*at != 'e' && *at != 'E')
        return at;
    ++at;
    at += *at == '-' || *at == '+' ? 1 : 0;
    const char *exponent = at;
    at = digits(at);
    return at == exponent ? start : at;
}

namespace {

Step stopAt(const char *at, const char *end) { return {at, at >= end ? Stop::End : Stop::Bad}; }

Step skipWord(const char *at, const char *end, std::string_view word)
{
    for (const char c : word) {
        if (*at != c)
            return stopAt(at, end);
        ++at;
    }
    return {at, Stop::None};
}

Step skipString(const char *at, const char *end, StringReader &strings)
{
    if (*at != '"')
        return stopAt(at, end);
    const StringStep text = strings.read(at + 1, end);
    return {text.next ? text.next : at, text.stop};
}

/// A member's name and its colon.
Step skipKey(const char *at, const char *end, StringReader &strings)
{
    const Step key = skipString(at, end, strings);
    if (key.stop != Stop::None)
        return key;
    at = skipSpace(key.at);
    return *at == ':' ? Step{skipSpace(at + 1), Stop::None} : stopAt(at, end);
}

/// The elements of a list or the members of an object, `at` behind the bracket.
Step skipElements(const char *at, const char *end, StringReader &strings, int depth, char close)
{
    at = skipSpace(at);
    if (*at == close)
        return {at + 1, Stop::None};
    for (;;) {
        Step step = close == '}' ? skipKey(at, end, strings) : Step{at, Stop::None};
        if (step.stop == Stop::None)
            step = skipValue(step.at, end, strings, depth + 1);
        if (step.stop != Stop::None)
            return step;
        at = skipSpace(step.at);
        if (*at == close)
            return {at + 1, Stop::None};
        if (*at != ',')
            return stopAt(at, end);
        at = skipSpace(at + 1);
    }
}

} // namespace

Step skipValue(const char *at, const char *end, StringReader &strings, int depth)
{
    switch (*at) {
    case '{':
    case '[':
        if (depth >= maxDepth)
            return {at, Stop::Bad};
        return skipElements(at + 1, end, strings, depth, *at == '{' ? '}' : ']');
    case '"': return skipString(at, end, strings);
    case 't': return skipWord(at, end, "true");
    case 'f': return skipWord(at, end, "false");
    case 'n': return skipWord(at, end, "null");
    default: break;
    }
    const char *after = skipNumber(at);
    if (after != at)
        return after >= end ? Step{after, Stop::End} : Step{after, Stop::None};
    while (*at != 0 && std::string_view("+-.eE0123456789").find(*at) != std::string_view::npos)
        ++at;
    return stopAt(at, end);
}

} // namespace qd::jsonscan
