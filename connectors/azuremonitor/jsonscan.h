#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#if defined(__SSE2__)
#include <bit>
#include <emmintrin.h>
#endif

/// Steps over JSON text as it lies in memory. Every text must be followed by `padding` zero bytes, which stop all of
/// them: a step that ended at the end of the text needs more of it. Pure, any thread.
namespace qd::jsonscan {

inline constexpr size_t padding = 64;
inline constexpr int maxDepth = 512;

/// What stopped a step: nothing, the end of the text, or something that does not belong there.
enum class Stop { None, End, Bad };

[[nodiscard]] inline const char *skipSpace(const char *at)
{
    if (static_cast<unsigned char>(*at) > ' ') [[likely]]
        return at;
    while (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')
        ++at;
    return at;
}

/// The first quote, backslash or control character from `at` on; sets `isAscii` to false when it passed other bytes.
[[nodiscard]] inline const char *findSpecial(const char *at, bool &isAscii)
{
#if defined(__SSE2__)
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i slash = _mm_set1_epi8('\\');
    const __m128i lastControl = _mm_set1_epi8(0x1f);
    for (unsigned high = 0;; at += sizeof(__m128i)) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(at));
        const __m128i control = _mm_cmpeq_epi8(_mm_max_epu8(bytes, lastControl), lastControl);
        const __m128i special = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, slash)), control);
        const auto found = static_cast<unsigned>(_mm_movemask_epi8(special));
        high |= static_cast<unsigned>(_mm_movemask_epi8(bytes)) & (found ? (found & (0 - found)) - 1 : ~0U);
        if (found == 0)
            continue;
        isAscii = isAscii && high == 0;
        return at + std::countr_zero(found);
    }
#else
    while (*at != '"' && *at != '\\' && static_cast<unsigned char>(*at) >= 0x20) {
        isAscii = isAscii && static_cast<unsigned char>(*at) < 0x80;
        ++at;
    }
    return at;
#endif
}

/// A string that was read: its text, and where the text goes on; or where and why it stopped.
struct StringStep {
    std::string_view text;
    const char *next = nullptr;
    Stop stop = Stop::None;
    const char *what = ""; ///< of a bad one
};

/// Decodes strings, those with escapes into a room of its own. A lone surrogate becomes U+FFFD.
class StringReader
{
public:
    /// `at` is behind the opening quote, `end` behind the text. The result holds until the next call.
    [[nodiscard]] StringStep read(const char *at, const char *end)
    {
        bool isAscii = true;
        const char *stop = findSpecial(at, isAscii);
        if (*stop == '"' && isAscii) [[likely]]
            return {std::string_view(at, static_cast<size_t>(stop - at)), stop + 1};
        return readFurther(at, stop, end, isAscii);
    }

private:
    StringStep readFurther(const char *at, const char *stop, const char *end, bool isAscii);

    std::string m_room;
};

/// Where a step ended, and why.
struct Step {
    const char *at = nullptr;
    Stop stop = Stop::None;
};

/// Passes a whole value and checks it strictly; nests at most maxDepth deep.
[[nodiscard]] Step skipValue(const char *at, const char *end, StringReader &strings, int depth = 0);

/// Passes a number as JSON writes it; at its start when there is none.
[[nodiscard]] const char *skipNumber(const char *at);

} // namespace qd::jsonscan
