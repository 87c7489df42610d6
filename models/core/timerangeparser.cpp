#include "timerangeparser.h"

#include <array>
#include <cstdlib>

namespace qd {

namespace {

constexpr qsizetype maxRangeLength = 300;
constexpr qint64 maxOffsetSeconds = qint64(100) * 366 * 86400;
constexpr int maxOffsetMonths = 100 * 12;

struct RangeUnit { QChar name; qint64 seconds; int months; };
constexpr std::array<RangeUnit, 7> rangeUnits{{
    {u's', 1, 0}, {u'm', 60, 0}, {u'h', 3600, 0}, {u'd', 86400, 0}, {u'w', 7 * 86400, 0}, {u'M', 0, 1}, {u'y', 0, 12}}};

const RangeUnit *findRangeUnit(QChar name)
{
    for (const RangeUnit &unit : rangeUnits)
        if (unit.name == name)
            return &unit;
    return nullptr;
}

bool isAsciiDigit(QChar c) { return c >= u'0' && c <= u'9'; }

/// Reads one text from left to right. The first complaint wins and keeps its place.
class RangeScanner
{
public:
    explicit RangeScanner(const QString &text) : m_text(text) {}

    Result<ParsedTimeRange> parse();

private:
    [[nodiscard]] QChar peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text.at(m_at + ahead) : QChar();
    }
    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    bool fail(const QString &what, qsizetype offset)
    {
        if (!m_error)
            m_error = timeRangeError(what, offset);
        return false;
    }
    bool fail(const QString &what) { return fail(what, m_at); }
    void skipSpace()
    {
        while (!atEnd() && peek().isSpace())
            ++m_at;
    }
    bool take(QLatin1String word);
    [[nodiscard]] qsizetype digitRun() const;

    bool end(TimeRange::End &into, bool bareAllowed, bool &isBare);
    bool relative(TimeRange::End &into);
    bool offsetTerm(TimeRange::End &into, int sign);
    bool rounding(TimeRange::End &into);
    bool bareDuration(TimeRange::End &into);
    bool unixTime(TimeRange::End &into);
    bool isoTime(TimeRange::End &into);
    bool isoDate(std::chrono::year_month_day &date);
    bool isoClock(Microseconds &sinceMidnight);
    bool isoFraction(Microseconds &sinceMidnight);
    bool isoZone(Microseconds &offset);
    bool fixedNumber(int digits, int low, int high, const QString &what, int &value);
    bool expect(QChar wanted, const QString &what);
    bool separator();

    QString m_text;
    qsizetype m_at = 0;
    std::optional<Error> m_error;
};

bool RangeScanner::take(QLatin1String word)
{
    if (QStringView(m_text).mid(m_at).left(word.size()) != word)
        return false;
    m_at += word.size();
    return true;
}

qsizetype RangeScanner::digitRun() const
{
    qsizetype count = 0;
    while (isAsciiDigit(peek(count)))
        ++count;
    return count;
}

Result<ParsedTimeRange> RangeScanner::parse()
{
    ParsedTimeRange parsed;
    bool isBare = false;
    skipSpace();
    if (atEnd())
        return timeRangeError(QStringLiteral("nothing was typed; try now-1h"), m_at);
    parsed.toOffset = m_at;
    if (!end(parsed.from, true, isBare))
        return *m_error;
    const bool hasSpace = peek().isSpace();
    skipSpace();
    if (!atEnd()) {
        if (isBare)
            return timeRangeError(QStringLiteral("a bare duration stands alone; write now-90m to now-30m for two ends"), m_at);
        if (!(hasSpace || peek() == u'/') || !separator())
            return m_error ? *m_error : timeRangeError(QStringLiteral("unexpected “%1”").arg(peek()), m_at);
        parsed.toOffset = m_at;
        if (!end(parsed.to, false, isBare))
            return *m_error;
        skipSpace();
        if (!atEnd())
            return timeRangeError(QStringLiteral("unexpected “%1” after the range").arg(peek()), m_at);
    }
    parsed.text = m_text.trimmed();
    return parsed;
}

bool RangeScanner::separator()
{
    if (peek() == u'/') {
        ++m_at;
        skipSpace();
    } else if (take(QLatin1String("to")) && (peek().isSpace() || atEnd())) {
        skipSpace();
    } else {
        return fail(QStringLiteral("“to” is expected between the two ends"));
    }
    return !atEnd() || fail(QStringLiteral("the end of the range is missing"));
}

bool RangeScanner::end(TimeRange::End &into, bool bareAllowed, bool &isBare)
{
    if (take(QLatin1String("now")))
        return relative(into);
    const qsizetype digits = digitRun();
    if (digits == 4 && peek(4) == u'-')
        return isoTime(into);
    if (digits > 0 && findRangeUnit(peek(digits))) {
        if (!bareAllowed)
            return fail(QStringLiteral("a bare duration cannot end a range; write now or now-30m"));
        isBare = true;
        return bareDuration(into);
    }
    if (digits > 0)
        return unixTime(into);
    return fail(QStringLiteral("now, a date, unix seconds or a duration such as 90m is expected"));
}

bool RangeScanner::relative(TimeRange::End &into)
{
    while (peek() == u'+' || peek() == u'-') {
        const int sign = peek() == u'-' ? -1 : 1;
        ++m_at;
        if (!offsetTerm(into, sign))
            return false;
    }
    if (peek() == u'/')
        return rounding(into);
    if (!atEnd() && !peek().isSpace())
        return fail(QStringLiteral("“+”, “-”, “/” or a space is expected after now"));
    return true;
}

bool RangeScanner::offsetTerm(TimeRange::End &into, int sign)
{
    const qsizetype start = m_at;
    const qsizetype digits = digitRun();
    if (digits == 0)
        return fail(QStringLiteral("a number is expected, as in now-1h"));
    // Ten digits hold every allowed offset in seconds; leading zeros do not count.
    bool fits = false;
    const qint64 count = QStringView(m_text).mid(start, digits).toLongLong(&fits);
    m_at += digits;
    const RangeUnit *unit = findRangeUnit(peek());
    if (!unit)
        return fail(QStringLiteral("a unit is expected: s, m, h, d, w, M or y"));
    ++m_at;
    const qint64 before = std::chrono::floor<Seconds>(into.offset).count();
    if (!fits || count > maxOffsetSeconds
        || std::abs(before + sign * count * unit->seconds) > maxOffsetSeconds
        || std::abs(into.months + sign * count * unit->months) > maxOffsetMonths)
        return fail(QStringLiteral("the offset is longer than 100 years"), start);
    into.offset += Seconds(sign * count * unit->seconds);
    into.months += static_cast<int>(sign * count * unit->months);
    return true;
}

bool RangeScanner::rounding(TimeRange::End &into)
{
    ++m_at;
    const RangeUnit *unit = findRangeUnit(peek());
    if (!unit || unit->name == u's')
        return fail(QStringLiteral("a unit to round to is expected: m, h, d, w, M or y"));
    into.roundTo = unit->name.toLatin1();
    ++m_at;
    if (!atEnd() && !peek().isSpace())
        return fail(QStringLiteral("unexpected “%1” after the rounding").arg(peek()));
    return true;
}

bool RangeScanner::bareDuration(TimeRange::End &into)
{
    const qsizetype start = m_at;
    do {
        if (!offsetTerm(into, -1))
            return false;
    } while (isAsciiDigit(peek()));
    if (!atEnd() && !peek().isSpace())
        return fail(QStringLiteral("unexpected “%1” after the duration").arg(peek()));
    if (into.offset == Microseconds(0) && into.months == 0)
        return fail(QStringLiteral("the duration is zero"), start);
    return true;
}

bool RangeScanner::unixTime(TimeRange::End &into)
{
    const qsizetype start = m_at;
    const qsizetype digits = digitRun();
    const qint64 count = digits <= 13 ? QStringView(m_text).mid(start, digits).toLongLong() : 0;
    m_at += digits;
    if (!atEnd() && !peek().isSpace() && peek() != u'/')
        return fail(QStringLiteral("a unit is expected: s, m, h, d, w, M or y"));
    if (digits < 9)
        return fail(QStringLiteral("a unit is missing: s, m, h, d, w, M or y (unix seconds have 9 to 11 digits)"));
    if (digits != 13 && digits > 11)
        return fail(QStringLiteral("the number is too large for unix seconds"), start);
    into.fixed = digits == 13 ? Instant(Milliseconds(count)) : Instant(Seconds(count));
    return true;
}

bool RangeScanner::fixedNumber(int digits, int low, int high, const QString &what, int &value)
{
    if (digitRun() < digits)
        return fail(QStringLiteral("%1 of %2 digits is expected").arg(what).arg(digits));
    value = QStringView(m_text).mid(m_at, digits).toInt();
    if (value < low || value > high)
        return fail(QStringLiteral("%1 must be from %2 to %3").arg(what).arg(low).arg(high));
    m_at += digits;
    return true;
}

bool RangeScanner::expect(QChar wanted, const QString &what)
{
    if (peek() != wanted)
        return fail(what);
    ++m_at;
    return true;
}

bool RangeScanner::isoDate(std::chrono::year_month_day &date)
{
    const qsizetype start = m_at;
    int year = 0;
    int month = 0;
    int day = 0;
    const bool isComplete = fixedNumber(4, 1970, 9999, QStringLiteral("a year"), year)
        && expect(u'-', QStringLiteral("“-” is expected in the date"))
        && fixedNumber(2, 1, 12, QStringLiteral("a month"), month)
        && expect(u'-', QStringLiteral("“-” is expected in the date"))
        && fixedNumber(2, 1, 31, QStringLiteral("a day"), day);
    if (!isComplete)
        return false;
    date = std::chrono::year(year) / month / day;
    return date.ok() || fail(QStringLiteral("there is no such day"), start);
}

bool RangeScanner::isoClock(Microseconds &sinceMidnight)
{
    int hour = 0;
    int minute = 0;
    int second = 0;
    const bool isComplete = fixedNumber(2, 0, 23, QStringLiteral("an hour"), hour)
        && expect(u':', QStringLiteral("“:” is expected in the time"))
        && fixedNumber(2, 0, 59, QStringLiteral("a minute"), minute);
    if (!isComplete)
        return false;
    if (peek() == u':') {
        ++m_at;
        if (!fixedNumber(2, 0, 59, QStringLiteral("a second"), second))
            return false;
    }
    sinceMidnight = std::chrono::hours(hour) + std::chrono::minutes(minute) + Seconds(second);
    return peek() != u'.' || isoFraction(sinceMidnight);
}

bool RangeScanner::isoFraction(Microseconds &sinceMidnight)
{
    ++m_at;
    const qsizetype digits = digitRun();
    if (digits == 0 || digits > 9)
        return fail(QStringLiteral("one to nine digits are expected after the point"));
    qint64 scale = 100000;
    for (qsizetype i = 0; i < digits; ++i, scale /= 10)
        sinceMidnight += Microseconds(peek(i).digitValue() * scale);
    m_at += digits;
    return true;
}

bool RangeScanner::isoZone(Microseconds &offset)
{
    if (peek() == u'Z' || peek() == u'z') {
        ++m_at;
        return true;
    }
    if (peek() != u'+' && peek() != u'-')
        return fail(QStringLiteral("the time zone is missing: add Z or an offset such as +01:00"));
    const int sign = peek() == u'-' ? -1 : 1;
    ++m_at;
    int hours = 0;
    int minutes = 0;
    if (!fixedNumber(2, 0, 14, QStringLiteral("a zone hour"), hours))
        return false;
    const bool hasColon = peek() == u':';
    if (hasColon)
        ++m_at;
    if ((hasColon || isAsciiDigit(peek())) && !fixedNumber(2, 0, 59, QStringLiteral("a zone minute"), minutes))
        return false;
    offset = sign * (std::chrono::hours(hours) + std::chrono::minutes(minutes));
    return true;
}

bool RangeScanner::isoTime(TimeRange::End &into)
{
    std::chrono::year_month_day date{};
    Microseconds sinceMidnight{0};
    Microseconds zone{0};
    if (!isoDate(date))
        return false;
    const bool hasClock = peek() == u'T' || peek() == u't' || (peek() == u' ' && isAsciiDigit(peek(1)));
    if (!hasClock)
        return fail(QStringLiteral("a time and zone are expected after the date, as in 2026-11-21T10:00Z"));
    ++m_at;
    if (!isoClock(sinceMidnight) || !isoZone(zone))
        return false;
    if (!atEnd() && !peek().isSpace() && peek() != u'/')
        return fail(QStringLiteral("unexpected “%1” after the time").arg(peek()));
    into.fixed = Instant(std::chrono::sys_days(date)) + sinceMidnight - zone;
    return true;
}

} // namespace

Error timeRangeError(const QString &what, qsizetype offset)
{
    const int column = static_cast<int>(offset) + 1;
    return Error{.kind = ErrorKind::Invalid,
                 .message = QStringLiteral("Time range, column %1: %2.").arg(column).arg(what),
                 .position = TextPosition{.line = 1, .column = column, .offset = offset}};
}

Result<ParsedTimeRange> parseTimeRange(const QString &text)
{
    if (text.size() > maxRangeLength)
        return timeRangeError(QStringLiteral("the text is longer than %1 characters").arg(maxRangeLength), maxRangeLength);
    if (const std::optional<QString> rewritten = rewriteGrafanaRange(text)) {
        Result<ParsedTimeRange> parsed = RangeScanner(*rewritten).parse();
        if (parsed)
            return parsed;
        // Positions in the rewritten text would point nowhere in what was pasted.
        return timeRangeError(QStringLiteral("the pasted range “%1” is not understood").arg(*rewritten), 0);
    }
    return RangeScanner(text).parse();
}

} // namespace qd
