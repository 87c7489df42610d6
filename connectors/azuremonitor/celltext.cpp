#include "azuremonitor/celltext.h"

#include <cstdint>

namespace qd::celltext {

namespace {

/// Reads a text from the left; every step fails for good when something else is there.
class CellReader
{
public:
    explicit CellReader(std::string_view text) : m_rest(text) {}

    [[nodiscard]] bool atEnd() const { return m_rest.empty(); }
    [[nodiscard]] bool isOk() const { return m_ok; }

    bool accept(char c)
    {
        if (m_rest.empty() || m_rest.front() != c)
            return false;
        m_rest.remove_prefix(1);
        return true;
    }

    void expect(char c)
    {
        if (!accept(c))
            m_ok = false;
    }

    /// Between `least` and `most` digits.
    std::int64_t digits(size_t least, size_t most)
    {
        std::int64_t value = 0;
        size_t count = 0;
        for (; count < most && !m_rest.empty() && m_rest.front() >= '0' && m_rest.front() <= '9'; ++count) {
            value = value * 10 + (m_rest.front() - '0');
            m_rest.remove_prefix(1);
        }
        m_ok = m_ok && count >= least;
        return value;
    }

    /// ".1234567" as microseconds; zero when there is no point.
    std::int64_t fraction()
    {
        if (!accept('.'))
            return 0;
        const size_t before = m_rest.size();
        std::int64_t value = digits(1, 6);
        for (size_t count = before - m_rest.size(); count < 6; ++count)
            value *= 10;
        digits(0, 12);
        return value;
    }

    void require(bool condition) { m_ok = m_ok && condition; }

private:
    std::string_view m_rest;
    bool m_ok = true;
};

Microseconds clockTime(CellReader &reader)
{
    const auto hours = reader.digits(2, 2);
    reader.expect(':');
    const auto minutes = reader.digits(2, 2);
    reader.expect(':');
    const auto seconds = reader.digits(2, 2);
    reader.require(hours < 24 && minutes < 60 && seconds < 60);
    return std::chrono::hours(hours) + std::chrono::minutes(minutes) + Seconds(seconds) + Microseconds(reader.fraction());
}

Microseconds zoneOffset(CellReader &reader)
{
    if (reader.accept('Z') || reader.atEnd())
        return Microseconds(0);
    const bool isWest = reader.accept('-');
    if (!isWest)
        reader.expect('+');
    const auto hours = reader.digits(2, 2);
    reader.expect(':');
    const Microseconds offset = std::chrono::hours(hours) + std::chrono::minutes(reader.digits(2, 2));
    return isWest ? -offset : offset;
}

} // namespace

std::optional<Instant> dateTime(std::string_view text)
{
    CellReader reader(text);
    const auto year = static_cast<int>(reader.digits(4, 4));
    reader.expect('-');
    const auto month = static_cast<unsigned>(reader.digits(2, 2));
    reader.expect('-');
    const auto day = static_cast<unsigned>(reader.digits(2, 2));
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
    reader.require(date.ok());
    if (!reader.accept('T'))
        reader.expect(' ');
    const Microseconds time = clockTime(reader);
    const Microseconds zone = zoneOffset(reader);
    if (!reader.isOk() || !reader.atEnd())
        return std::nullopt;
    return Instant(std::chrono::sys_days(date)) + time - zone;
}

std::optional<Microseconds> timeSpan(std::string_view text)
{
    CellReader reader(text);
    const bool isNegative = reader.accept('-');
    std::int64_t days = 0;
    if (const size_t colon = text.find(':'), point = text.find('.'); point != std::string_view::npos && point < colon) {
        days = reader.digits(1, 8);
        reader.expect('.');
    }
    const Microseconds span = std::chrono::hours(24 * days) + clockTime(reader);
    if (!reader.isOk() || !reader.atEnd())
        return std::nullopt;
    return isNegative ? -span : span;
}

} // namespace qd::celltext
