#pragma once

#include <string>
#include <string_view>

namespace qd::lab::policy {

/// A place in a policy document; both count from 1, the column in characters.
struct Place {
    int line = 1;
    int column = 1;
    bool operator==(const Place &) const = default;
};

/// Moves `at` over `text`.
inline void advance(Place &at, std::string_view text)
{
    for (const char c : text) {
        if (c == '\n') {
            ++at.line;
            at.column = 1;
        } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
            ++at.column;
        }
    }
}

/// Why a document or an expression is refused: one sentence and where. `code` is the compiler's, e.g. "CS0103", or empty;
/// `element` is filled in by who knows it.
struct Fault {
    Place at;
    std::string message;
    std::string code;
    std::string element;
};

} // namespace qd::lab::policy
