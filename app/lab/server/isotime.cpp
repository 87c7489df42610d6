#include "server/isotime.h"

#include <array>
#include <charconv>

namespace qd::lab {

namespace {

/// Reads a text from the left; every method leaves it unchanged when it does not succeed.
class Scanner
{
public:
    explicit Scanner(std::string_view text) : m_rest(text) {}

    [[nodiscard]] bool atEnd() const { return m_rest.empty(); }
    [[nodiscard]] char peek() const { return m_rest.empty() ? '\0' : m_rest.front(); }
    bool take(char expected)
    {
        if (peek() != expected)
            return false;
        m_rest.remove_prefix(1);
        return true;
    }
    /// Exactly `count` digits.
    std::optional<int64_t> digits(size_t count)
    {
        return digitRun() < count ? std::nullopt : std::optional(convert(count));
    }
    /// One or more digits, at most 9.
    std::optional<int64_t> number()
    {
        const size_t run = digitRun();
        return run == 0 || run > 9 ? std::nullopt : std::optional(convert(run));
    }
    /// ".1234567" in microseconds; 0 when there is no point.
    std::optional<int64_t> fraction()
    {
        if (!take('.') && !take(','))
            return 0;
        const size_t run = digitRun();
        if (run == 0)
            return std::nullopt;
        int64_t micros = 0;
        for (size_t i = 0; i < 6; ++i)
            micros = micros * 10 + (i < run ? m_rest[i] - '0' : 0);
        m_rest.remove_prefix(run);
        return micros;
    }

private:
    [[nodiscard]] size_t digitRun() const
    {
        size_t n = 0;
        while (n < m_rest.size() && m_rest[n] >= '0' && m_rest[n] <= '9')
            ++n;
        return n;
    }
    int64_t convert(size_t count)
    {
        int64_t value = 0;
        std::from_chars(m_rest.data(), m_rest.data() + count, value);
        m_rest.remove_prefix(count);
        return value;
    }

    std::string_view m_rest;
};

std::optional<Instant> scanDate(Scanner &in)
{
    const auto year = in.digits(4);
    if (!year || !in.take('-'))
        return std::nullopt;
    const auto month = in.digits(2);
    if (!month || !in.take('-'))
        return std::nullopt;
    const auto day = in.digits(2);
    if (!day)
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok())
        return std::nullopt;
    return Instant(std::chrono::sys_days(date));
}

/// "03:00", "03:00:05", "03:00:05.25".
std::optional<Microseconds> scanTimeOfDay(Scanner &in)
{
    const auto hours = in.digits(2);
    if (!hours || *hours > 23 || !in.take(':'))
        return std::nullopt;
    const auto minutes = in.digits(2);
    if (!minutes || *minutes > 59)
        return std::nullopt;
    Microseconds total = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
    if (!in.take(':'))
        return total;
    const auto seconds = in.digits(2);
    const auto micros = seconds ? in.fraction() : std::nullopt;
    if (!micros || *seconds > 59)
        return std::nullopt;
    return total + Seconds(*seconds) + Microseconds(*micros);
}

/// How far the zone is ahead of UTC: nothing or "Z" is 0.
std::optional<Microseconds> scanZone(Scanner &in)
{
    if (in.atEnd() || in.take('Z') || in.take('z'))
        return Microseconds(0);
    const bool west = in.peek() == '-';
    if (!in.take('+') && !in.take('-'))
        return std::nullopt;
    const auto hours = in.digits(2);
    in.take(':');
    const auto minutes = in.atEnd() ? std::optional<int64_t>(0) : in.digits(2);
    if (!hours || !minutes)
        return std::nullopt;
    const Microseconds ahead = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
    return west ? -ahead : ahead;
}

/// Length of one unit of a duration's part; `inTime` is true after the "T".
std::optional<Seconds> unitLength(char unit, bool inTime)
{
    constexpr int64_t day = 86400;
    switch (unit) {
    case 'Y': return inTime ? std::nullopt : std::optional(Seconds(365 * day));
    case 'W': return inTime ? std::nullopt : std::optional(Seconds(7 * day));
    case 'D': return inTime ? std::nullopt : std::optional(Seconds(day));
    case 'M': return Seconds(inTime ? 60 : 30 * day);
    case 'H': return inTime ? std::optional(Seconds(3600)) : std::nullopt;
    case 'S': return inTime ? std::optional(Seconds(1)) : std::nullopt;
    default: return std::nullopt;
    }
}

} // namespace

std::optional<Instant> parseIsoTime(std::string_view text)
{
    Scanner in(text);
    std::optional<Instant> at = scanDate(in);
    if (!at || in.atEnd())
        return at;
    if (!in.take('T') && !in.take('t') && !in.take(' '))
        return std::nullopt;
    const auto time = scanTimeOfDay(in);
    const auto ahead = time ? scanZone(in) : std::nullopt;
    if (!ahead || !in.atEnd())
        return std::nullopt;
    return *at + *time - *ahead;
}

std::optional<Microseconds> parseIsoDuration(std::string_view text)
{
    Scanner in(text);
    if (!in.take('P') || in.atEnd())
        return std::nullopt;
    Microseconds total{0};
    bool inTime = false;
    while (!in.atEnd()) {
        if (!inTime && in.take('T')) {
            inTime = true;
            if (in.atEnd())
                return std::nullopt;
        }
        const auto count = in.number();
        const auto micros = count ? in.fraction() : std::nullopt;
        const auto unit = micros ? unitLength(in.peek(), inTime) : std::nullopt;
        if (!unit || *count > 100'000'000 || *unit * *count > Seconds(int64_t{86400} * 366 * 1000))
            return std::nullopt;
        in.take(in.peek());
        total += *unit * *count + Microseconds(*micros * unit->count());
    }
    return total;
}

std::optional<double> parseDotNetDuration(std::string_view text)
{
    Scanner in(text);
    auto first = in.number();
    int64_t days = 0;
    if (first && in.take('.')) {
        days = *first;
        first = in.number();
    }
    const auto minutes = first && in.take(':') ? in.number() : std::nullopt;
    const auto seconds = minutes && in.take(':') ? in.number() : std::nullopt;
    const bool fits = seconds && days < 10'000'000 && *first < 24 && *minutes < 60 && *seconds < 60;
    if (!fits)
        return std::nullopt;
    constexpr int64_t ticksPerSecond = 10'000'000;
    int64_t ticks = ((days * 24 + *first) * 3600 + *minutes * 60 + *seconds) * ticksPerSecond;
    if (in.take('.')) {
        int64_t weight = ticksPerSecond / 10;
        for (auto digit = in.digits(1); digit; digit = in.digits(1), weight /= 10)
            ticks += *digit * weight;
    }
    return in.atEnd() ? std::optional(static_cast<double>(ticks) / 10'000) : std::nullopt; // one rounding: 1.7631 stays
}

} // namespace qd::lab
