#pragma once

#include "azuremonitor/jsonscan.h"

#include <string>
#include <string_view>

namespace qd {

/// Takes one JSON value out of bytes that come in pieces. What it gives is whole by its brackets and quotes, and no more
/// than that until check(). Any thread, one at a time.
class JsonCollector
{
public:
    enum class Outcome { More, Whole, TooLarge };

    void begin(size_t limit);
    /// Reads on at `at`, which is moved behind what belongs to the value; `end` as in jsonscan.
    Outcome add(const char *&at, const char *end);
    [[nodiscard]] std::string_view text() const { return std::string_view(m_text).substr(0, m_size); }
    /// Where a whole value breaks JSON's rules, from its start; its size when it does not.
    [[nodiscard]] size_t check(jsonscan::StringReader &strings);
    /// The whole value, with jsonscan's padding behind it.
    [[nodiscard]] std::string take();

private:
    const char *passString(const char *at, const char *end);
    bool passOne(const char *&at);
    void pad();

    std::string m_text;
    size_t m_size = 0;
    size_t m_limit = 0;
    int m_depth = 0;
    bool m_isInString = false;
    bool m_isEscaped = false;
};

} // namespace qd
