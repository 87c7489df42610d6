#include "azuremonitor/jsoncollector.h"

#include <algorithm>
#include <utility>

namespace qd {

void JsonCollector::begin(size_t limit)
{
    m_text.clear();
    m_size = 0;
    m_limit = limit;
    m_depth = 0;
    m_isInString = m_isEscaped = false;
}

JsonCollector::Outcome JsonCollector::add(const char *&at, const char *end)
{
    const char *start = at;
    bool isWhole = false;
    while (at < end && !isWhole)
        isWhole = m_isInString ? (at = passString(at, end), !m_isInString && m_depth == 0) : passOne(at);
    m_text.append(start, at);
    m_size = m_text.size();
    if (m_size > m_limit)
        return Outcome::TooLarge;
    if (!isWhole)
        return Outcome::More;
    pad();
    return Outcome::Whole;
}

/// Goes to the end of the string, or of the bytes.
const char *JsonCollector::passString(const char *at, const char *end)
{
    for (; at < end; ++at) {
        if (std::exchange(m_isEscaped, false))
            continue;
        if (*at == '\\') {
            m_isEscaped = true;
        } else if (*at == '"') {
            m_isInString = false;
            return at + 1;
        }
    }
    return at;
}

/// Passes one character outside of strings; true when the value ends with it, or before it.
bool JsonCollector::passOne(const char *&at)
{
    switch (*at) {
    case '"': m_isInString = true; break;
    case '{':
    case '[': ++m_depth; break;
    case '}':
    case ']':
        if (m_depth == 0)
            return true; // belongs to what is around a number or a word
        ++at;
        return --m_depth == 0;
    case ',':
    case ':':
    case ' ':
    case '\t':
    case '\r':
    case '\n':
        if (m_depth == 0)
            return true;
        break;
    default: break;
    }
    ++at;
    return false;
}

size_t JsonCollector::check(jsonscan::StringReader &strings)
{
    const char *end = m_text.data() + m_size;
    // The character that ends a number is not part of the text, so its end is where it should be.
    m_text[m_size] = ' ';
    const jsonscan::Step step = jsonscan::skipValue(m_text.data(), end + 1, strings);
    m_text[m_size] = '\0';
    const bool isWhole = step.stop == jsonscan::Stop::None && step.at == end;
    const auto passed = static_cast<size_t>(step.at - m_text.data());
    return isWhole ? m_size : std::min(passed, m_size == 0 ? 0 : m_size - 1);
}

std::string JsonCollector::take() { return std::exchange(m_text, {}); }

void JsonCollector::pad() { m_text.append(jsonscan::padding, '\0'); }

} // namespace qd
