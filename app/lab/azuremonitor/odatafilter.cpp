#include "azuremonitor/odatafilter.h"

#include "azuremonitor/odatafields.h"
#include "server/isotime.h"

#include <array>
#include <cctype>
#include <charconv>
#include <optional>
#include <utility>

namespace qd::lab {

namespace {

constexpr size_t maxFilterBytes = 8192;
constexpr int maxFilterDepth = 50;

Error badODataFilter(const std::string &what, size_t at)
{
    return {.kind = ErrorKind::Query,
            .message = QString::fromStdString(what + " at character " + std::to_string(at + 1)),
            .vendorCode = QStringLiteral("BadFilter")};
}

using WordPair = std::pair<std::string_view, std::string_view>;
constexpr std::array<WordPair, 6> comparisons{{{"eq", "=="}, {"ne", "!="}, {"gt", ">"}, {"ge", ">="}, {"lt", "<"}, {"le", "<="}}};
constexpr std::array<WordPair, 3> textTests{{{"startswith", "startswith_cs"}, {"endswith", "endswith_cs"}, {"contains", "contains_cs"}}};
constexpr std::array<WordPair, 2> textFunctions{{{"tolower", "tolower"}, {"toupper", "toupper"}}};

template<size_t Size>
std::optional<std::string_view> meaningOf(const std::array<WordPair, Size> &words, std::string_view word)
{
    for (const auto &[odata, kql] : words)
        if (odata == word)
            return kql;
    return std::nullopt;
}

/// Reads a filter from the left into KQL. A step that fails keeps the first error and gives an empty text.
class FilterReader
{
public:
    FilterReader(std::string_view text, const KqlTable &table) : m_text(text), m_table(table) {}

    Result<std::string> read()
    {
        std::string condition = anyOf(0);
        skip();
        if (!m_error && m_at < m_text.size())
            fail("The filter does not end");
        if (m_error)
            return *m_error;
        return condition;
    }

private:
    void skip()
    {
        while (m_at < m_text.size() && m_text[m_at] == ' ')
            ++m_at;
    }

    bool accept(char c)
    {
        skip();
        if (m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }

    std::string fail(const std::string &what)
    {
        if (!m_error)
            m_error = badODataFilter(what, m_at);
        return {};
    }

    /// Letters, digits and what paths, numbers and times are written with.
    std::string_view word()
    {
        skip();
        const size_t start = m_at;
        const std::string_view more = "/_.-:+";
        while (m_at < m_text.size()
               && (std::isalnum(static_cast<unsigned char>(m_text[m_at])) != 0 || more.find(m_text[m_at]) != std::string_view::npos))
            ++m_at;
        return m_text.substr(start, m_at - start);
    }

    bool acceptWord(std::string_view wanted)
    {
        const size_t before = m_at;
        if (word() == wanted)
            return true;
        m_at = before;
        return false;
    }

    std::string anyOf(int depth)
    {
        std::string out = allOf(depth);
        while (!m_error && acceptWord("or"))
            out = "(" + out + " or " + allOf(depth) + ")";
        return out;
    }

    std::string allOf(int depth)
    {
        std::string out = one(depth);
        while (!m_error && acceptWord("and"))
            out = "(" + out + " and " + one(depth) + ")";
        return out;
    }

    std::string one(int depth)
    {
        if (depth > maxFilterDepth)
            return fail("The filter is nested too deeply");
        if (acceptWord("not"))
            return "not(" + one(depth + 1) + ")";
        if (accept('(')) {
            std::string inner = anyOf(depth + 1);
            return accept(')') ? "(" + inner + ")" : fail("A closing bracket is missing");
        }
        return comparison(depth);
    }

    std::string comparison(int depth)
    {
        const size_t before = m_at;
        const std::string_view name = word();
        if (const auto test = meaningOf(textTests, name)) {
            const auto [left, right] = twoOperands(depth);
            return "(" + left + " " + std::string(*test) + " " + right + ")";
        }
        m_at = before;
        const std::string left = operand(depth);
        const auto sign = meaningOf(comparisons, word());
        if (!sign)
            return fail("A comparison is missing");
        const bool isEqual = *sign == "==" || *sign == "!=";
        if (isEqual && acceptWord("null"))
            return (*sign == "==" ? "isempty(" : "isnotempty(") + left + ")";
        return "(" + left + " " + std::string(*sign) + " " + operand(depth) + ")";
    }

    std::pair<std::string, std::string> twoOperands(int depth)
    {
        if (!accept('('))
            fail("An opening bracket is missing");
        std::string left = operand(depth);
        if (!accept(','))
            fail("A comma is missing");
        std::string right = operand(depth);
        if (!accept(')'))
            fail("A closing bracket is missing");
        return {std::move(left), std::move(right)};
    }

    std::string operand(int depth)
    {
        if (m_error || depth > maxFilterDepth)
            return fail("The filter is nested too deeply");
        if (accept('\''))
            return text();
        const size_t before = m_at;
        const std::string_view name = word();
        if (const auto function = meaningOf(textFunctions, name)) {
            if (!accept('('))
                return fail("An opening bracket is missing");
            std::string inner = operand(depth + 1);
            return accept(')') ? std::string(*function) + "(" + inner + ")" : fail("A closing bracket is missing");
        }
        if (std::string value = fieldOrLiteral(name); !value.empty())
            return value;
        m_at = before;
        return fail("There is no field '" + std::string(name.substr(0, 100)) + "'");
    }

    std::string fieldOrLiteral(std::string_view name) const
    {
        if (name.empty() || name == "true" || name == "false")
            return std::string(name);
        double number = 0;
        const auto parsed = std::from_chars(name.data(), name.data() + name.size(), number);
        if (parsed.ec == std::errc() && parsed.ptr == name.data() + name.size())
            return std::string(name);
        if (parseIsoTime(name))
            return "datetime(" + std::string(name) + ")";
        return kqlField(name, m_table).value_or(std::string());
    }

    /// A text behind its opening quote; two quotes are one.
    std::string text()
    {
        std::string value;
        for (; m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] == '\'' && (m_at + 1 == m_text.size() || m_text[m_at + 1] != '\'')) {
                ++m_at;
                return kqlText(value);
            }
            m_at += m_text[m_at] == '\'' ? 1U : 0U;
            value.push_back(m_text[m_at]);
        }
        return fail("A quote is missing");
    }

    std::string_view m_text;
    const KqlTable &m_table;
    size_t m_at = 0;
    std::optional<Error> m_error;
};

std::string_view trimmedField(std::string_view text)
{
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    return text;
}

} // namespace

Result<std::string> kqlCondition(std::string_view filter, const KqlTable &table)
{
    if (filter.size() > maxFilterBytes)
        return badODataFilter("The filter is too long", maxFilterBytes);
    return FilterReader(filter, table).read();
}

Result<std::string> kqlOrder(std::string_view order, const KqlTable &table)
{
    std::string out;
    for (size_t at = 0; at <= order.size();) {
        const size_t comma = std::min(order.find(',', at), order.size());
        std::string_view part = trimmedField(order.substr(at, comma - at));
        const bool isDown = part.ends_with(" desc");
        if (isDown || part.ends_with(" asc"))
            part = trimmedField(part.substr(0, part.rfind(' ')));
        const auto field = kqlField(part, table);
        if (!field)
            return badODataFilter("There is no field '" + std::string(part.substr(0, 100)) + "'", at);
        out += (out.empty() ? "" : ", ") + *field + (isDown ? " desc" : " asc");
        at = comma + 1;
    }
    return out;
}

} // namespace qd::lab
