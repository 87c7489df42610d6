#include "kql/assist/signatures.h"

#include <array>

namespace qd::kql::assist {

std::span<const Signature> mathSignatures()
{
    static constexpr std::array signatures{
        Signature{"bin", "value, roundTo", "same", "Rounded down to a multiple: groups times and numbers."},
        Signature{"floor", "value, roundTo", "same", "Another name of bin."},
        Signature{"bin_at", "value, roundTo, fixedPoint", "same", "Rounded down, with bins that pass through a given point."},
        Signature{"bin_auto", "value", "same", "Rounded down to the size that a set statement names."},
        Signature{"round", "number, [digits]", "real", "Rounded to a number of decimals."},
        Signature{"ceiling", "number", "real", "The next whole number upwards."},
        Signature{"abs", "number", "same", "Without its sign."},
        Signature{"sign", "number", "int", "-1, 0 or 1."},
        Signature{"sqrt", "number", "real", "Square root."},
        Signature{"pow", "base, exponent", "real", "The base to the power of the exponent."},
        Signature{"exp", "number", "real", "e to the power of a number."},
        Signature{"exp2", "number", "real", "2 to the power of a number."},
        Signature{"exp10", "number", "real", "10 to the power of a number."},
        Signature{"log", "number", "real", "Natural logarithm."},
        Signature{"log2", "number", "real", "Logarithm to base 2."},
        Signature{"log10", "number", "real", "Logarithm to base 10."},
        Signature{"loggamma", "number", "real", "Logarithm of the gamma function."},
        Signature{"gamma", "number", "real", "Gamma function."},
        Signature{"sin", "angle", "real", "Sine of an angle in radians."},
        Signature{"cos", "angle", "real", "Cosine of an angle in radians."},
        Signature{"tan", "angle", "real", "Tangent of an angle in radians."},
        Signature{"cot", "angle", "real", "Cotangent of an angle in radians."},
        Signature{"asin", "number", "real", "Angle in radians with this sine."},
        Signature{"acos", "number", "real", "Angle in radians with this cosine."},
        Signature{"atan", "number", "real", "Angle in radians with this tangent."},
        Signature{"atan2", "y, x", "real", "Angle in radians to a point."},
        Signature{"radians", "degrees", "real", "Degrees as radians."},
        Signature{"degrees", "radians", "real", "Radians as degrees."},
        Signature{"pi", "", "real", "The number pi."},
        Signature{"isnan", "number", "bool", "Whether a number is not a number."},
        Signature{"isinf", "number", "bool", "Whether a number is infinite."},
        Signature{"isfinite", "number", "bool", "Whether a number is neither infinite nor not a number."},
        Signature{"min_of", "value, …", "same", "The smallest of several values."},
        Signature{"max_of", "value, …", "same", "The largest of several values."},
        Signature{"binary_and", "first, second", "long", "Bits that both numbers have."},
        Signature{"binary_or", "first, second", "long", "Bits that one of the numbers has."},
        Signature{"binary_xor", "first, second", "long", "Bits that only one of the numbers has."},
        Signature{"binary_not", "number", "long", "All bits turned round."},
        Signature{"binary_shift_left", "number, bits", "long", "Bits moved to the left."},
        Signature{"binary_shift_right", "number, bits", "long", "Bits moved to the right."},
        Signature{"bitset_count_ones", "number", "long", "How many bits are set."},
        Signature{"welch_test", "mean1, variance1, count1, mean2, variance2, count2", "real", "How probable it is that two samples share a mean."},
        Signature{"percentrank_tdigest", "digest, value", "real", "The rank of a value in a digest, in percent."},
        Signature{"percentile_tdigest", "digest, percent, [type]", "real", "A percentile out of a digest."},
        Signature{"rank_tdigest", "digest, value", "real", "The rank of a value in a digest."},
        Signature{"merge_tdigest", "digest, …", "dynamic", "Several digests as one."},
        Signature{"dcount_hll", "hll", "long", "Distinct values out of an hll value."},
        Signature{"hll_merge", "hll, …", "dynamic", "Several hll values as one."}};
    return signatures;
}

std::span<const Signature> timeSignatures()
{
    static constexpr std::array signatures{
        Signature{"ago", "timespan", "datetime", "So long before now."},
        Signature{"now", "[offset]", "datetime", "The time at which the query runs, the same in all its rows."},
        Signature{"datetime_add", "part, amount, datetime", "datetime", "A time moved by a number of years, months, days or hours."},
        Signature{"datetime_diff", "part, datetime1, datetime2", "long", "How many borders of a part lie between two times."},
        Signature{"datetime_part", "part, datetime", "int", "Year, month, hour, … of a time."},
        Signature{"datetime_utc_to_local", "datetime, timezone", "datetime", "A UTC time in a time zone."},
        Signature{"datetime_local_to_utc", "datetime, timezone", "datetime", "A time of a time zone in UTC."},
        Signature{"format_datetime", "datetime, format", "string", "A time as text, like \"yyyy-MM-dd HH:mm\"."},
        Signature{"format_timespan", "timespan, format", "string", "A duration as text, like \"hh:mm:ss\"."},
        Signature{"startofday", "datetime, [offset]", "datetime", "Midnight at the start of the day."},
        Signature{"startofweek", "datetime, [offset]", "datetime", "Midnight at the start of the week, a Sunday."},
        Signature{"startofmonth", "datetime, [offset]", "datetime", "Midnight at the start of the month."},
        Signature{"startofyear", "datetime, [offset]", "datetime", "Midnight at the start of the year."},
        Signature{"endofday", "datetime, [offset]", "datetime", "The last moment of the day."},
        Signature{"endofweek", "datetime, [offset]", "datetime", "The last moment of the week, a Saturday."},
        Signature{"endofmonth", "datetime, [offset]", "datetime", "The last moment of the month."},
        Signature{"endofyear", "datetime, [offset]", "datetime", "The last moment of the year."},
        Signature{"dayofweek", "datetime", "timespan", "Days since Sunday, as a duration."},
        Signature{"dayofmonth", "datetime", "int", "Day of the month."},
        Signature{"dayofyear", "datetime", "int", "Day of the year."},
        Signature{"hourofday", "datetime", "int", "Hour of the day."},
        Signature{"monthofyear", "datetime", "int", "Month of the year."},
        Signature{"getmonth", "datetime", "int", "Month of the year."},
        Signature{"getyear", "datetime", "int", "The year of a time."},
        Signature{"week_of_year", "datetime", "int", "Week of the year by ISO 8601."},
        Signature{"weekofyear", "datetime", "int", "Older name of week_of_year."},
        Signature{"make_datetime", "year, month, day, [hour], [minute], [second]", "datetime", "A time from its parts."},
        Signature{"make_timespan", "[days], hours, minutes, [seconds]", "timespan", "A duration from its parts."},
        Signature{"unixtime_seconds_todatetime", "seconds", "datetime", "Seconds since 1970 as a time."},
        Signature{"unixtime_milliseconds_todatetime", "milliseconds", "datetime", "Milliseconds since 1970 as a time."},
        Signature{"unixtime_microseconds_todatetime", "microseconds", "datetime", "Microseconds since 1970 as a time."},
        Signature{"unixtime_nanoseconds_todatetime", "nanoseconds", "datetime", "Nanoseconds since 1970 as a time."}};
    return signatures;
}

} // namespace qd::kql::assist
