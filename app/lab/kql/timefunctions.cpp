#include "kql/functions.h"

#include <array>

namespace qd::lab {

namespace {

BoundExpr timeResult(const QString &sql, bool nullable) { return madeExpr(ColumnType::DateTime, sql, nullable); }

/// Bounds of KQL's datetime: years 1 to 9999.
std::optional<Instant> checkedInstant(Instant base, Microseconds offset)
{
    constexpr qint64 first = -62135596800000000;
    constexpr qint64 last = 253402300799999999;
    qint64 sum = 0;
    if (__builtin_add_overflow(base.time_since_epoch().count(), offset.count(), &sum) || sum < first || sum > last)
        return std::nullopt;
    return Instant(Microseconds(sum));
}

BoundExpr bindNow(const FunctionCall &call)
{
    const Instant now = call.context.options.now;
    if (call.args.empty())
        return constantExpr(ColumnType::DateTime, now);
    const auto *offset = call.args[0].constant ? std::get_if<Microseconds>(&*call.args[0].constant) : nullptr;
    const bool ago = call.expr.name == u"ago";
    if (offset == nullptr) {
        const QString span = call.ofType(0, ColumnType::TimeSpan);
        const QString sign = ago ? QStringLiteral(" - ") : QStringLiteral(" + ");
        return timeResult(u'(' % constantExpr(ColumnType::DateTime, now).sql % sign % u"to_microseconds(" % span % u"))", true);
    }
    const auto at = checkedInstant(now, ago ? -*offset : *offset);
    return at ? constantExpr(ColumnType::DateTime, *at)
              : call.fail(semArguments, QStringLiteral("the time is outside the years 1 to 9999"));
}

struct CalendarUnit { const char *name; const char *interval; int factor; };

constexpr std::array<CalendarUnit, 10> calendarUnits{{
    {"year", "to_years", 1}, {"quarter", "to_months", 3}, {"month", "to_months", 1}, {"week", "to_days", 7},
    {"day", "to_days", 1}, {"hour", "to_hours", 1}, {"minute", "to_minutes", 1}, {"second", "to_seconds", 1},
    {"millisecond", "to_microseconds", 1000}, {"microsecond", "to_microseconds", 1}}};

const CalendarUnit *calendarUnit(const FunctionCall &call)
{
    const QString wanted = call.constantText(0).toLower();
    for (const CalendarUnit &unit : calendarUnits)
        if (wanted == QLatin1String(unit.name))
            return &unit;
    call.context.fail(semArguments, u"'" % wanted.left(40) % u"' is not a period", call.expr.args[0]->place);
    return nullptr;
}

BoundExpr bindDateTimeAdd(const FunctionCall &call)
{
    const CalendarUnit *unit = calendarUnit(call);
    const QString at = call.ofType(2, ColumnType::DateTime);
    if (!isIntegral(call.args[1].type))
        return call.typeError(1, QStringLiteral("a whole number"));
    if (unit == nullptr)
        return {};
    const QLatin1String function(unit->interval);
    const bool small = function == u"to_years" || function == u"to_months" || function == u"to_days";
    const QString amount = u"CAST(" % call.args[1].sql % u" * " % QString::number(unit->factor) % u" AS "
        % (small ? u"INTEGER" : u"BIGINT") % u')';
    return timeResult(u"CAST(" % at % u" + " % function % u'(' % amount % u") AS TIMESTAMP)", call.anyNullable());
}

/// Sunday's midnight; DuckDB's own weeks begin on Monday.
QString startOfWeekSql(const QString &at)
{
    return u"(CAST(date_trunc('week', " % at % u" + to_days(1)) AS TIMESTAMP) - to_days(1))";
}

QString startOfSql(const QString &unit, const QString &at)
{
    return unit == u"week" ? startOfWeekSql(at) : QString(u"CAST(date_trunc('" % unit % u"', " % at % u") AS TIMESTAMP)");
}

QString calendarStep(const QString &unit, const QString &amount)
{
    if (unit == u"week")
        return u"to_days(CAST(" % amount % u" * 7 AS INTEGER))";
    return u"to_" % unit % u"s(CAST(" % amount % u" AS INTEGER))";
}

/// startofday(t[, offset]) and its like, and endof… = one microsecond before the next start.
BoundExpr bindStartOf(const FunctionCall &call)
{
    const bool end = call.expr.name.startsWith(u"endof");
    const QString unit = call.expr.name.mid(end ? 5 : 7);
    QString sql = startOfSql(unit, call.ofType(0, ColumnType::DateTime));
    if (call.args.size() > 1)
        sql = u'(' % sql % u" + " % calendarStep(unit, call.ofType(1, ColumnType::Long)) % u')';
    if (end)
        sql = u'(' % sql % u" + " % calendarStep(unit, QStringLiteral("1")) % u" - to_microseconds(1))";
    return timeResult(u"CAST(" % sql % u" AS TIMESTAMP)", call.anyNullable());
}

BoundExpr bindDateTimeDiff(const FunctionCall &call)
{
    const CalendarUnit *unit = calendarUnit(call);
    const QString later = call.ofType(1, ColumnType::DateTime);
    const QString earlier = call.ofType(2, ColumnType::DateTime);
    if (unit == nullptr)
        return {};
    const bool nullable = call.anyNullable();
    if (QLatin1String(unit->name) == u"week")
        return madeExpr(ColumnType::Long, u"(date_diff('day', " % startOfWeekSql(earlier) % u", " % startOfWeekSql(later)
                            % u") // 7)", nullable);
    return madeExpr(ColumnType::Long, u"date_diff('" % QLatin1String(unit->name) % u"', " % earlier % u", " % later % u')',
                    nullable);
}

struct TimePart { const char *name; const char *part; };

BoundExpr bindTimePart(const FunctionCall &call)
{
    static constexpr std::array<TimePart, 6> parts{{{"getmonth", "month"}, {"hourofday", "hour"}, {"dayofmonth", "day"}, {"dayofyear", "doy"},
                                                    {"monthofyear", "month"}, {"getyear", "year"}}};
    const QString at = call.ofType(0, ColumnType::DateTime);
    for (const TimePart &part : parts)
        if (call.expr.name == QLatin1String(part.name))
            return madeExpr(ColumnType::Int, u"CAST(date_part('" % QLatin1String(part.part) % u"', " % at % u") AS INTEGER)",
                            call.args[0].nullable);
    return madeExpr(ColumnType::TimeSpan, u"(date_part('dow', " % at % u") * 86400000000)", call.args[0].nullable);
}

struct FormatPart { QLatin1String kql; QLatin1String strftime; };

constexpr std::array<FormatPart, 13> formatParts{{
    {QLatin1String("yyyy"), QLatin1String("%Y")}, {QLatin1String("yy"), QLatin1String("%y")},
    {QLatin1String("MM"), QLatin1String("%m")}, {QLatin1String("M"), QLatin1String("%-m")},
    {QLatin1String("dd"), QLatin1String("%d")}, {QLatin1String("d"), QLatin1String("%-d")},
    {QLatin1String("HH"), QLatin1String("%H")}, {QLatin1String("H"), QLatin1String("%-H")},
    {QLatin1String("hh"), QLatin1String("%I")}, {QLatin1String("h"), QLatin1String("%-I")},
    {QLatin1String("mm"), QLatin1String("%M")}, {QLatin1String("m"), QLatin1String("%-M")},
    {QLatin1String("ss"), QLatin1String("%S")}}};

/// One run of the same letter as an SQL expression; nothing when it means nothing.
std::optional<QString> formatRunSql(const QString &run, const QString &at)
{
    static const QString delimiters = QStringLiteral(" /-:,._[]T");
    if (run[0] == u'f')
        return run.size() > 7 ? std::nullopt
                              : std::optional<QString>(u"left(strftime(" % at % u", '%f') || '0', " % QString::number(run.size()) % u')');
    for (const FormatPart &part : formatParts)
        if (run == part.kql)
            return QString(u"strftime(" % at % u", '" % part.strftime % u"')");
    if (run == u"s")
        return QString(u"strftime(" % at % u", '%-S')");
    if (run == u"tt")
        return QString(u"strftime(" % at % u", '%p')");
    return delimiters.contains(run[0]) ? std::optional(sqlText(run)) : std::nullopt;
}

BoundExpr bindFormatDateTime(const FunctionCall &call)
{
    const QString at = call.ofType(0, ColumnType::DateTime);
    const QString format = call.constantText(1);
    QStringList pieces;
    for (qsizetype i = 0; i < format.size();) {
        qsizetype end = i;
        while (end < format.size() && format[end] == format[i])
            ++end;
        const auto piece = formatRunSql(format.mid(i, end - i), at);
        if (!piece)
            return call.fail(semArguments, u"format_datetime(): '" % format.mid(i, end - i).left(20) % u"' is not a format specifier");
        pieces += *piece;
        i = end;
    }
    if (pieces.isEmpty())
        return constantExpr(ColumnType::String, QString());
    return madeExpr(ColumnType::String, u"concat(" % pieces.join(u", ") % u')', false);
}

/// datetime_part('Hour', t)
BoundExpr bindDateTimePart(const FunctionCall &call)
{
    const CalendarUnit *unit = calendarUnit(call);
    const QString at = call.ofType(1, ColumnType::DateTime);
    if (unit == nullptr)
        return {};
    const QLatin1String name(unit->name);
    QString sql = u"date_part('" % name % u"', " % at % u')';
    if (name == u"millisecond" || name == u"microsecond")
        sql = u"(epoch_us(" % at % u") % 1000000" % (name == u"millisecond" ? u" // 1000)" : u")");
    return madeExpr(ColumnType::Long, u"CAST(" % sql % u" AS BIGINT)", call.args[1].nullable);
}

BoundExpr bindUnixTime(const FunctionCall &call)
{
    const QString factor = call.expr.name.contains(u"milli") ? QStringLiteral("1000") : call.expr.name.contains(u"micro") ? QStringLiteral("1") : QStringLiteral("1000000");
    if (call.expr.name.contains(u"nano")) {
        const QString whole = u"(CAST(" % call.number(0) % u" AS BIGINT) // 1000)";
        return timeResult(u"make_timestamp(" % whole % u')', call.args[0].nullable);
    }
    const QString micros = u"TRY_CAST(" % call.number(0) % u" * " % factor % u" AS BIGINT)";
    return timeResult(u"CASE WHEN " % micros % u" BETWEEN -62135596800000000 AND 253402300799999999 THEN make_timestamp(" % micros % u") END", true);
}

/// make_datetime(year, month, day[, hour, minute[, second]]); null when there is no such time.
BoundExpr bindMakeDateTime(const FunctionCall &call)
{
    QStringList parts;
    for (size_t i = 0; i < 6; ++i)
        parts += i < call.args.size() ? call.number(i) : QStringLiteral("0");
    for (qsizetype i = 0; i < 5; ++i)
        parts[i] = u"CAST(" % parts[i] % u" AS INTEGER)";
    const QString text = u"printf('%04d-%02d-%02d %02d:%02d:', " % parts.mid(0, 5).join(u", ")
        % u") || lpad(printf('%.6f', CAST(" % parts[5] % u" AS DOUBLE)), 9, '0')";
    return timeResult(u"TRY_CAST(" % text % u" AS TIMESTAMP)", true);
}

BoundExpr bindMakeTimeSpan(const FunctionCall &call)
{
    const bool days = call.args.size() == 4;
    const QString day = days ? call.number(0) : QStringLiteral("0");
    const size_t first = days ? 1 : 0;
    const QString second = call.args.size() > 2 ? call.number(first + 2) : QStringLiteral("0");
    return madeExpr(ColumnType::TimeSpan, u"CAST(((" % day % u" * 24 + " % call.number(first) % u") * 60 + " % call.number(first + 1)
                        % u") * 60000000 + " % second % u" * 1000000 AS BIGINT)", call.anyNullable());
}

BoundExpr bindWeekOfYear(const FunctionCall &call)
{
    return madeExpr(ColumnType::Int, u"CAST(date_part('week', " % call.ofType(0, ColumnType::DateTime) % u") AS INTEGER)", call.args[0].nullable);
}

} // namespace

std::span<const FunctionEntry> timeFunctions()
{
    static constexpr FunctionEntry entries[] = {
        {"ago", 1, 1, bindNow}, {"now", 0, 1, bindNow}, {"datetime_add", 3, 3, bindDateTimeAdd},
        {"datetime_diff", 3, 3, bindDateTimeDiff}, {"format_datetime", 2, 2, bindFormatDateTime},
        {"startofday", 1, 2, bindStartOf}, {"startofweek", 1, 2, bindStartOf}, {"startofmonth", 1, 2, bindStartOf},
        {"startofyear", 1, 2, bindStartOf}, {"endofday", 1, 2, bindStartOf}, {"endofweek", 1, 2, bindStartOf},
        {"endofmonth", 1, 2, bindStartOf}, {"endofyear", 1, 2, bindStartOf}, {"hourofday", 1, 1, bindTimePart},
        {"dayofmonth", 1, 1, bindTimePart}, {"dayofyear", 1, 1, bindTimePart}, {"monthofyear", 1, 1, bindTimePart},
        {"getyear", 1, 1, bindTimePart}, {"dayofweek", 1, 1, bindTimePart},
        {"datetime_part", 2, 2, bindDateTimePart}, {"unixtime_seconds_todatetime", 1, 1, bindUnixTime},
        {"unixtime_milliseconds_todatetime", 1, 1, bindUnixTime}, {"unixtime_microseconds_todatetime", 1, 1, bindUnixTime},
        {"make_datetime", 3, 6, bindMakeDateTime}, {"make_timespan", 2, 4, bindMakeTimeSpan}, {"week_of_year", 1, 1, bindWeekOfYear}, {"weekofyear", 1, 1, bindWeekOfYear}, {"getmonth", 1, 1, bindTimePart}, {"unixtime_nanoseconds_todatetime", 1, 1, bindUnixTime}};
    return entries;
}

} // namespace qd::lab
