#include "azuremonitor/cellreader.h"

#include "azuremonitor/celltext.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace qd {

namespace {

using jsonscan::Stop;
using query::ResultColumn;

constexpr std::int64_t microsecondsPerSecond = 1'000'000;
constexpr std::int64_t secondsPerDay = 86'400;

QString jsonTypeName(char first)
{
    switch (first) {
    case '[': return QStringLiteral("array");
    case '{': return QStringLiteral("object");
    case '"': return QStringLiteral("string");
    case 't':
    case 'f': return QStringLiteral("boolean");
    case 'n': return QStringLiteral("null");
    default: return (first >= '0' && first <= '9') || first == '-' ? QStringLiteral("number") : QStringLiteral("this");
    }
}

unsigned digitOf(char c) { return static_cast<unsigned char>(c) - unsigned{'0'}; }

/// Two digits, or a number above 99.
unsigned twoDigits(const char *at)
{
    const unsigned tens = digitOf(at[0]);
    const unsigned ones = digitOf(at[1]);
    return tens > 9 || ones > 9 ? 100 : tens * 10 + ones;
}

/// A number as its digits: value = mantissa * 10^exponent. Exact while `digits` is at most 19.
struct Decimal {
    std::uint64_t mantissa = 0;
    int exponent = 0;
    std::ptrdiff_t digits = 0; ///< zeros in front included
    const char *end = nullptr;
};

const char *addDigits(const char *at, std::uint64_t &mantissa)
{
    for (unsigned digit = digitOf(*at); digit <= 9; digit = digitOf(*++at))
        mantissa = mantissa * 10 + digit;
    return at;
}

/// The number at `at`, without its sign and without an exponent part; `end` is at its last digit's end.
Decimal readDecimal(const char *start)
{
    Decimal number;
    const char *at = addDigits(start, number.mantissa);
    number.digits = at - start;
    if (*at == '.') {
        const char *fraction = at + 1;
        at = addDigits(fraction, number.mantissa);
        number.exponent = -static_cast<int>(at - fraction);
        number.digits += at - fraction;
    }
    number.end = at;
    return number;
}

constexpr std::array<double, 23> exactPowers{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                             1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/// Exactly rounded where one division of exact numbers gives it; nothing otherwise.
std::optional<double> exactReal(const Decimal &number)
{
    constexpr std::uint64_t exactIntegers = std::uint64_t{1} << 53U;
    if (number.digits > 19 || number.mantissa > exactIntegers || number.exponent < -22)
        return std::nullopt;
    return static_cast<double>(number.mantissa) / exactPowers[static_cast<size_t>(-number.exponent)];
}

/// The first character that cannot be part of a number.
const char *pastNumber(const char *at)
{
    while (digitOf(*at) <= 9 || *at == '.' || *at == '+' || *at == '-' || (*at | 0x20) == 'e')
        ++at;
    return at;
}

/// Microseconds of ".1234567" at `at`, and where it ends; null when there are no digits behind the point.
const char *readFraction(const char *at, std::int64_t &micros)
{
    constexpr int microDigits = 6;
    if (*at != '.')
        return at;
    int count = 0;
    for (++at; digitOf(*at) <= 9; ++at, ++count)
        if (count < microDigits)
            micros = micros * 10 + digitOf(*at);
    for (int i = count; i < microDigits; ++i)
        micros *= 10;
    return count == 0 ? nullptr : at;
}

/// Microseconds of "hh:mm:ss[.fffffff]" when that ends at `end`; nothing when it is anything else. At least eight bytes.
std::optional<std::int64_t> clockOf(const char *at, const char *end)
{
    const unsigned hours = twoDigits(at);
    const unsigned minutes = twoDigits(at + 3);
    const unsigned seconds = twoDigits(at + 6);
    std::int64_t micros = 0;
    if (hours > 23 || minutes > 59 || seconds > 59 || at[2] != ':' || at[5] != ':' || readFraction(at + 8, micros) != end)
        return std::nullopt;
    return std::int64_t{hours * 3600 + minutes * 60 + seconds} * microsecondsPerSecond + micros;
}

} // namespace

Stop CellReader::readRow(const char *&at, const char *end, std::vector<ResultColumn> &columns)
{
    m_at = at;
    m_end = end;
    m_stop = Stop::None;
    m_isInCell = false;
    if (*m_at != '[') {
        fail(m_at, QStringLiteral("a row has to be a list"));
        return m_stop;
    }
    ++m_at;
    if (!readCells(columns))
        return m_stop;
    at = m_at;
    return Stop::None;
}

bool CellReader::readCells(std::vector<ResultColumn> &columns)
{
    const size_t count = columns.size();
    m_at = jsonscan::skipSpace(m_at);
    for (m_index = 0; m_index < count; ++m_index) {
        if (*m_at == ']')
            return fail(m_at, QStringLiteral("the row has %1 cells, the table %2 columns").arg(m_index).arg(count));
        m_isInCell = true;
        if (!readCell(columns[m_index]))
            return false;
        m_at = jsonscan::skipSpace(m_at);
        if (*m_at == ',' && m_index + 1 < count) [[likely]]
            m_at = jsonscan::skipSpace(m_at + 1);
        else if (*m_at != ']' && *m_at != ',')
            return fail(m_at, QStringLiteral("neither a comma nor the end of the row"));
        m_isInCell = false;
    }
    if (*m_at == ']') {
        ++m_at;
        return true;
    }
    m_isInCell = true;
    return fail(m_at, QStringLiteral("the row has more cells than the table has columns (%1)").arg(count));
}

bool CellReader::readCell(ResultColumn &column) { return *m_at == 'n' ? readNull(column) : readTyped(column); }

bool CellReader::readTyped(ResultColumn &column)
{
    switch (column.type()) {
    case ColumnType::Bool: return readBool(column);
    case ColumnType::Int:
    case ColumnType::Long: return readInteger(column);
    case ColumnType::Real: return readReal(column);
    case ColumnType::String:
    case ColumnType::Guid: return readText(column);
    case ColumnType::DateTime: return readDateTime(column);
    case ColumnType::TimeSpan: return readTimeSpan(column);
    case ColumnType::Dynamic:
    case ColumnType::Decimal: return *m_at == '"' ? readText(column) : readRaw(column);
    }
    return wrongCell(column);
}

bool CellReader::readNull(ResultColumn &column)
{
    if (!expectWord("null"))
        return false;
    if (column.type() == ColumnType::String)
        column.appendText({}); // strings are never null
    else
        column.appendNull();
    return true;
}

bool CellReader::readBool(ResultColumn &column)
{
    const bool isTrue = *m_at == 't';
    if (!isTrue && *m_at != 'f')
        return wrongCell(column);
    if (!expectWord(isTrue ? "true" : "false"))
        return false;
    column.appendInteger(isTrue ? 1 : 0);
    return true;
}

bool CellReader::readInteger(ResultColumn &column)
{
    const bool isNegative = *m_at == '-';
    const char *start = m_at + (isNegative ? 1 : 0);
    std::uint64_t value = 0;
    const char *at = start;
    for (unsigned digit = digitOf(*at); digit <= 9; digit = digitOf(*++at))
        value = value * 10 + digit;
    if (at >= m_end)
        return fail(at, {});
    const auto count = at - start;
    const std::uint64_t most = std::uint64_t{std::numeric_limits<qint64>::max()} + (isNegative ? 1 : 0);
    const bool isOther = *at == '.' || (*at | 0x20) == 'e' || (count > 1 && *start == '0');
    if (count == 0 || count > 19 || value > most || isOther)
        return wrongCell(column);
    column.appendInteger(static_cast<qint64>(isNegative ? 0 - value : value));
    m_at = at;
    return true;
}

bool CellReader::readReal(ResultColumn &column)
{
    const bool isNegative = *m_at == '-';
    const char *start = m_at + (isNegative ? 1 : 0);
    if (digitOf(*start) > 9)
        return readRealText(column);
    const Decimal digits = readDecimal(start);
    if (digits.end >= m_end)
        return fail(digits.end, {});
    const bool isPlain = (*digits.end | 0x20) != 'e' && (*start != '0' || digitOf(start[1]) > 9) && digits.end[-1] != '.';
    if (!isPlain)
        return readOtherReal(column, digits.end);
    const std::optional<double> exact = exactReal(digits);
    if (!exact)
        return convertReal(column, digits.end);
    column.appendReal(isNegative ? -*exact : *exact);
    m_at = digits.end;
    return true;
}

/// A number with an exponent, or none at all.
bool CellReader::readOtherReal(ResultColumn &column, const char *digitsEnd)
{
    const char *end = jsonscan::skipNumber(m_at);
    if (end == m_at)
        return fail(pastNumber(digitsEnd) >= m_end ? m_end : digitsEnd, QStringLiteral("not a number"));
    return end >= m_end ? fail(end, {}) : convertReal(column, end);
}

/// The number up to `end`, as JSON writes numbers.
bool CellReader::convertReal(ResultColumn &column, const char *end)
{
    double value = 0;
    if (std::from_chars(m_at, end, value).ec != std::errc())
        return fail(m_at, QStringLiteral("a number that a real cannot hold"));
    column.appendReal(value);
    m_at = end;
    return true;
}

bool CellReader::readRealText(ResultColumn &column)
{
    const char *start = m_at;
    std::string_view text;
    if (*m_at != '"')
        return wrongCell(column);
    if (!readString(text))
        return false;
    const bool isInfinite = text == "Infinity" || text == "-Infinity";
    if (!isInfinite && text != "NaN") {
        m_at = start;
        return wrongCell(column);
    }
    constexpr double infinity = std::numeric_limits<double>::infinity();
    column.appendReal(!isInfinite ? std::numeric_limits<double>::quiet_NaN() : text.front() == '-' ? -infinity : infinity);
    return true;
}

bool CellReader::readText(ResultColumn &column)
{
    std::string_view text;
    if (*m_at != '"')
        return wrongCell(column);
    if (!readString(text))
        return false;
    column.appendText(text);
    return true;
}

bool CellReader::readDateTime(ResultColumn &column)
{
    const char *start = m_at;
    std::string_view text;
    if (*m_at != '"')
        return wrongCell(column);
    if (!readString(text))
        return false;
    if (const auto at = fastDateTime(text)) {
        column.appendInteger(*at);
        return true;
    }
    const auto at = celltext::dateTime(text);
    if (!at)
        return fail(start, QStringLiteral("not a datetime"));
    column.appendInteger(at->time_since_epoch().count());
    return true;
}

/// Days since 1970 of "2026-11-21"; rows near one another are mostly of the same day.
std::optional<std::int64_t> CellReader::dayOf(std::string_view text)
{
    if (text == m_dayText)
        return m_day;
    const unsigned century = twoDigits(text.data());
    const unsigned year = twoDigits(text.data() + 2);
    if (century > 99 || year > 99 || text[4] != '-' || text[7] != '-')
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(century * 100 + year)),
                                           std::chrono::month(twoDigits(text.data() + 5)), std::chrono::day(twoDigits(text.data() + 8))};
    if (!date.ok())
        return std::nullopt;
    m_dayText = text;
    m_day = std::chrono::sys_days(date).time_since_epoch().count();
    return m_day;
}

/// The form that the service writes; nothing for every other one, good or bad.
std::optional<qint64> CellReader::fastDateTime(std::string_view text)
{
    constexpr size_t dateSize = 10;
    constexpr size_t shortest = 20; // "2026-11-21T12:00:00Z"
    if (text.size() < shortest || text[dateSize] != 'T' || text.back() != 'Z')
        return std::nullopt;
    const auto day = dayOf(text.substr(0, dateSize));
    const auto clock = clockOf(text.data() + dateSize + 1, &text.back());
    if (!day || !clock)
        return std::nullopt;
    return *day * secondsPerDay * microsecondsPerSecond + *clock;
}

bool CellReader::readTimeSpan(ResultColumn &column)
{
    const char *start = m_at;
    std::string_view text;
    if (*m_at != '"')
        return wrongCell(column);
    if (!readString(text))
        return false;
    constexpr size_t shortestClock = 8;
    if (text.size() >= shortestClock)
        if (const auto clock = clockOf(text.data(), text.data() + text.size())) {
            column.appendInteger(*clock);
            return true;
        }
    const auto span = celltext::timeSpan(text);
    if (!span)
        return fail(start, QStringLiteral("not a timespan"));
    column.appendInteger(span->count());
    return true;
}

/// A dynamic value, or a decimal number, that stands in the reply itself: kept as it is written.
bool CellReader::readRaw(ResultColumn &column)
{
    if (column.type() == ColumnType::Decimal && digitOf(*m_at) > 9 && *m_at != '-')
        return wrongCell(column);
    const jsonscan::Step step = jsonscan::skipValue(m_at, m_end, m_strings);
    if (step.stop != Stop::None)
        return fail(step.stop == Stop::End ? m_end : step.at, QStringLiteral("not a JSON value, or nested too deeply"));
    column.appendText({m_at, static_cast<size_t>(step.at - m_at)});
    m_at = step.at;
    return true;
}

bool CellReader::readString(std::string_view &text)
{
    const jsonscan::StringStep step = m_strings.read(m_at + 1, m_end);
    if (step.stop != Stop::None)
        return fail(step.stop == Stop::End ? m_end : step.next, QString::fromLatin1(step.what));
    text = step.text;
    m_at = step.next;
    return true;
}

bool CellReader::expectWord(std::string_view word)
{
    for (size_t i = 0; i < word.size(); ++i)
        if (m_at[i] != word[i])
            return fail(m_at + i, QStringLiteral("not a JSON value"));
    m_at += word.size();
    return true;
}

bool CellReader::wrongCell(const ResultColumn &column)
{
    const char *after = m_at + (*m_at == '-' ? 1 : 0);
    return fail(after >= m_end ? after : m_at, QStringLiteral("%1 is not a %2").arg(jsonTypeName(*m_at), columnTypeName(column.type())));
}

bool CellReader::fail(const char *at, const QString &what)
{
    m_at = at;
    m_stop = at >= m_end ? Stop::End : Stop::Bad;
    m_fault = what;
    return false;
}

} // namespace qd
