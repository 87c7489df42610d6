#pragma once

#include "policy/place.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace qd::lab::policy {

enum class TokenKind : uint8_t { Name, Integer, Long, Real, String, Interpolated, Character, Mark, End };

/// One token of C#. `text` is the name, the mark, the number or the decoded string; of an interpolated string the raw
/// text between its quotes.
struct ScriptToken {
    TokenKind kind = TokenKind::End;
    std::string text;
    Place at;
    bool isVerbatim = false; ///< of an interpolated string
};

/// Reads C# source that begins at `start` of a document. The last token is End; at a mistake it throws Fault with the
/// compiler's code.
std::vector<ScriptToken> lexScript(std::string_view source, Place start);

/// Length of the expression "@(…)" or "@{…}" at the start of `text`, brackets balanced outside of strings, characters and
/// comments; 0 when it does not end.
size_t scriptLength(std::string_view text);

} // namespace qd::lab::policy
