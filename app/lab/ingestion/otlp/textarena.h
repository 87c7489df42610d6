#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <utility>

namespace qd::lab {

/// Owns the few texts of a record that are not part of the body as it came (repaired UTF-8, JSON of lists). The views it
/// hands out are good until clear().
class TextArena
{
public:
    std::string_view keep(std::string text) { return m_texts.emplace_back(std::move(text)); }
    /// `text` itself when it is UTF-8, else a copy with U+FFFD for what is not.
    std::string_view valid(std::string_view text);
    void clear()
    {
        if (!m_texts.empty())
            m_texts.clear();
    }

private:
    std::deque<std::string> m_texts;
};

} // namespace qd::lab
