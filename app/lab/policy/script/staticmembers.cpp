#include "policy/script/members.h"

#include "server/isotime.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace qd::lab::policy {

namespace {

constexpr int64_t microsPerSecond = 1'000'000;

std::string stripped(const std::string &text)
{
    const size_t from = text.find_first_not_of(" \t\r\n");
    return from == std::string::npos ? "" : text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

template<typename T>
std::optional<T> parsedNumber(const Value &value)
{
    std::string text = stripped(value.text());
    if (text.starts_with('+'))
        text.erase(0, 1);
    T number{};
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || end.ec != std::errc() || end.ptr != text.data() + text.size())
        return std::nullopt;
    return number;
}

[[noreturn]] void badFormat(const Value &value)
{
    throw ScriptFault{value.isNull() ? "Value cannot be null." : "Input string was not in a correct format."};
}

template<typename T>
Value parsedOrThrow(NativeCall &call)
{
    const std::optional<T> number = parsedNumber<T>(call.args[0]);
    if (!number)
        badFormat(call.args[0]);
    if constexpr (std::is_same_v<T, double>)
        return Value::real(*number);
    else
        return Value::number(call.result->kind, *number);
}

template<typename T>
Value triedNumber(NativeCall &call, Kind kind)
{
    const std::optional<T> number = parsedNumber<T>(call.args[0]);
    if constexpr (std::is_same_v<T, double>)
        call.args[1] = Value::real(number.value_or(0));
    else
        call.args[1] = Value::number(kind, number.value_or(0));
    return Value::boolean(number.has_value());
}

std::optional<bool> parsedTruth(const Value &value)
{
    const std::string text = ordinalUpper(stripped(value.text()));
    return text == "TRUE" ? std::optional(true) : text == "FALSE" ? std::optional(false) : std::nullopt;
}

/// Convert.ToX: strings are parsed, null is zero.
Value convertedNumber(NativeCall &call)
{
    const Value &from = call.args[0];
    const Kind kind = call.result->kind;
    if (from.isNull())
        return kind == Kind::Double ? Value::real(0) : Value::number(kind, 0);
    if (std::holds_alternative<JsonRef>(from.data))
        return fromJson(from.node(), call.result);
    if (from.kind == Kind::String)
        return kind == Kind::Double ? parsedOrThrow<double>(call) : kind == Kind::Int ? parsedOrThrow<int32_t>(call) : parsedOrThrow<int64_t>(call);
    return kind == Kind::Double ? Value::real(from.floating()) : Value::number(kind, static_cast<int64_t>(std::nearbyint(from.floating())));
}

Value convertedTruth(NativeCall &call)
{
    const Value &from = call.args[0];
    if (from.isNull())
        return Value::boolean(false);
    if (std::holds_alternative<JsonRef>(from.data))
        return fromJson(from.node(), call.result);
    if (from.kind != Kind::String)
        return Value::boolean(from.floating() != 0);
    const std::optional<bool> truth = parsedTruth(from);
    if (!truth)
        throw ScriptFault{"String was not recognized as a valid Boolean."};
    return Value::boolean(*truth);
}

/// splitmix64: enough for what policies draw lots for.
uint64_t nextRandom(Frame &frame)
{
    uint64_t z = frame.context.random += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
}

Value newGuid(NativeCall &call)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string text = "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx";
    uint64_t bits = 0;
    int left = 0;
    for (char &c : text) {
        if (c != 'x')
            continue;
        if (left == 0) {
            bits = nextRandom(call.frame);
            left = 16;
        }
        c = digits[bits & 15U];
        bits >>= 4U;
        --left;
    }
    return {Kind::Guid, std::make_shared<const std::string>(std::move(text))};
}

Value randomBetween(NativeCall &call, int64_t low, int64_t high)
{
    if (high < low)
        throw ScriptFault{"'minValue' cannot be greater than maxValue."};
    const auto range = static_cast<uint64_t>(high - low);
    return Value::integer(range == 0 ? low : low + static_cast<int64_t>(nextRandom(call.frame) % range));
}

Value spanOf(double value, double seconds)
{
    const double micros = value * seconds * 1e6;
    if (!(std::abs(micros) < 9e18))
        throw ScriptFault{"TimeSpan overflowed because the duration is too long."};
    return Value::number(Kind::TimeSpan, static_cast<int64_t>(micros));
}

Value shifted(NativeCall &call, double seconds)
{
    return Value::number(Kind::DateTime, call.self.whole() + spanOf(call.args[0].floating(), seconds).whole());
}

const MemberLine staticTable[]{
    {"object.ToString():string", [](NativeCall &c) { return c.frame.text(toText(c.self)); }},
    {"object.Equals(object obj):bool", [](NativeCall &c) { return Value::boolean(equalValues(c.self, c.args[0])); }},
    {"static object.Equals(object a,object b):bool", [](NativeCall &c) { return Value::boolean(equalValues(c.args[0], c.args[1])); }},
    {"static object.ReferenceEquals(object a,object b):bool", [](NativeCall &c) { return Value::boolean(sameValue(c.args[0], c.args[1])); }},
    {"static int.Parse(string s):int", [](NativeCall &c) { return parsedOrThrow<int32_t>(c); }},
    {"static long.Parse(string s):long", [](NativeCall &c) { return parsedOrThrow<int64_t>(c); }},
    {"static double.Parse(string s):double", [](NativeCall &c) { return parsedOrThrow<double>(c); }},
    {"static bool.Parse(string s):bool", [](NativeCall &c) { return convertedTruth(c); }},
    {"static int.TryParse(string s,out int result):bool", [](NativeCall &c) { return triedNumber<int32_t>(c, Kind::Int); }},
    {"static long.TryParse(string s,out long result):bool", [](NativeCall &c) { return triedNumber<int64_t>(c, Kind::Long); }},
    {"static double.TryParse(string s,out double result):bool", [](NativeCall &c) { return triedNumber<double>(c, Kind::Double); }},
    {"static bool.TryParse(string s,out bool result):bool", [](NativeCall &c) {
         const std::optional<bool> truth = parsedTruth(c.args[0]);
         c.args[1] = Value::boolean(truth.value_or(false));
         return Value::boolean(truth.has_value());
     }},
    {"static int.MaxValue:int", [](NativeCall &) { return Value::integer(INT32_MAX); }},
    {"static int.MinValue:int", [](NativeCall &) { return Value::integer(INT32_MIN); }},
    {"static char.IsDigit(char c):bool", [](NativeCall &c) { return Value::boolean(c.number(0) >= '0' && c.number(0) <= '9'); }},
    {"static Convert.ToInt32(object value):int", convertedNumber},
    {"static Convert.ToInt64(object value):long", convertedNumber},
    {"static Convert.ToDouble(object value):double", convertedNumber},
    {"static Convert.ToBoolean(object value):bool", convertedTruth},
    {"static Convert.ToString(object value):string", [](NativeCall &c) { return c.frame.text(toText(c.args[0])); }},
    {"static Math.Min(int a,int b):int", [](NativeCall &c) { return Value::integer(std::min(c.number(0), c.number(1))); }},
    {"static Math.Max(int a,int b):int", [](NativeCall &c) { return Value::integer(std::max(c.number(0), c.number(1))); }},
    {"static Math.Min(double a,double b):double", [](NativeCall &c) { return Value::real(std::min(c.args[0].floating(), c.args[1].floating())); }},
    {"static Math.Max(double a,double b):double", [](NativeCall &c) { return Value::real(std::max(c.args[0].floating(), c.args[1].floating())); }},
    {"static Math.Abs(double value):double", [](NativeCall &c) { return Value::real(std::abs(c.args[0].floating())); }},
    {"static Math.Floor(double value):double", [](NativeCall &c) { return Value::real(std::floor(c.args[0].floating())); }},
    {"static Math.Ceiling(double value):double", [](NativeCall &c) { return Value::real(std::ceil(c.args[0].floating())); }},
    {"static Math.Round(double value):double", [](NativeCall &c) { return Value::real(std::nearbyint(c.args[0].floating())); }},
    {"static Guid.NewGuid():Guid", newGuid},
    {"static Guid.Empty:Guid", [](NativeCall &) { return Value{Kind::Guid, std::make_shared<const std::string>("00000000-0000-0000-0000-000000000000")}; }},
    {"Guid.ToString(string format):string", [](NativeCall &c) {
         std::string text = c.self.text();
         if (c.text(0) == "N" || c.text(0) == "n")
             std::erase(text, '-');
         else if (c.text(0) != "D" && c.text(0) != "d")
             throw ScriptFault{"The format of the Guid is not supported."};
         return c.frame.text(std::move(text));
     }},
    {"new Random():Random", [](NativeCall &) { return Value::number(Kind::Random, 0); }},
    {"new Random(int seed):Random", [](NativeCall &c) { c.frame.context.random = static_cast<uint64_t>(c.number(0)); return Value::number(Kind::Random, 0); }},
    {"Random.Next():int", [](NativeCall &c) { return randomBetween(c, 0, INT32_MAX); }},
    {"Random.Next(int maxValue):int", [](NativeCall &c) { return randomBetween(c, 0, c.number(0)); }},
    {"Random.Next(int minValue,int maxValue):int", [](NativeCall &c) { return randomBetween(c, c.number(0), c.number(1)); }},
    {"Random.NextDouble():double", [](NativeCall &c) { return Value::real(static_cast<double>(nextRandom(c.frame) >> 11U) / 9007199254740992.0); }},
    {"new Exception(string message):Exception", [](NativeCall &c) { return Value{Kind::Exception, std::make_shared<const std::string>(c.text(0))}; }},
    {"Exception.Message:string", [](NativeCall &c) { return Value::string(c.self.text()); }},
    {"static StringComparer.OrdinalIgnoreCase:StringComparer", [](NativeCall &) { return Value::number(Kind::Comparer, 1); }},
    {"static StringComparer.Ordinal:StringComparer", [](NativeCall &) { return Value::number(Kind::Comparer, 0); }},
    {"static StringComparer.InvariantCultureIgnoreCase:StringComparer", [](NativeCall &) { return Value::number(Kind::Comparer, 1); }},
    {"static StringComparer.InvariantCulture:StringComparer", [](NativeCall &) { return Value::number(Kind::Comparer, 0); }},
    {"StringComparer.Equals(string x,string y):bool", [](NativeCall &c) {
         const bool fold = c.self.whole() == 1;
         return Value::boolean(fold ? ordinalUpper(c.text(0)) == ordinalUpper(c.text(1)) : c.text(0) == c.text(1));
     }},
    {"static DateTime.UtcNow:DateTime", [](NativeCall &c) { return Value::number(Kind::DateTime, c.frame.context.timestamp.time_since_epoch().count()); }},
    {"static DateTime.Now:DateTime", [](NativeCall &c) { return Value::number(Kind::DateTime, c.frame.context.timestamp.time_since_epoch().count()); }},
    {"static DateTime.Parse(string s):DateTime", [](NativeCall &c) {
         const auto at = parseIsoTime(c.text(0));
         if (!at)
             throw ScriptFault{"String was not recognized as a valid DateTime."};
         return Value::number(Kind::DateTime, at->time_since_epoch().count());
     }},
    {"DateTime.AddSeconds(double value):DateTime", [](NativeCall &c) { return shifted(c, 1); }},
    {"DateTime.AddMinutes(double value):DateTime", [](NativeCall &c) { return shifted(c, 60); }},
    {"DateTime.AddHours(double value):DateTime", [](NativeCall &c) { return shifted(c, 3600); }},
    {"DateTime.AddDays(double value):DateTime", [](NativeCall &c) { return shifted(c, 86400); }},
    {"DateTime.ToUniversalTime():DateTime", [](NativeCall &c) { return c.self; }},
    {"DateTime.ToString(string format):string", [](NativeCall &c) {
         if (c.text(0) == "o" || c.text(0) == "O")
             return c.frame.text(timeText(c.self.whole()));
         if (c.text(0) == "s")
             return c.frame.text(timeText(c.self.whole()).substr(0, 19));
         throw ScriptFault{"The format of the DateTime is not supported."};
     }},
    {"DateTime.Hour:int", [](NativeCall &c) { return Value::integer(c.self.whole() / microsPerSecond / 3600 % 24); }},
    {"DateTime.Minute:int", [](NativeCall &c) { return Value::integer(c.self.whole() / microsPerSecond / 60 % 60); }},
    {"DateTime.Second:int", [](NativeCall &c) { return Value::integer(c.self.whole() / microsPerSecond % 60); }},
    {"static TimeSpan.FromSeconds(double value):TimeSpan", [](NativeCall &c) { return spanOf(c.args[0].floating(), 1); }},
    {"static TimeSpan.FromMinutes(double value):TimeSpan", [](NativeCall &c) { return spanOf(c.args[0].floating(), 60); }},
    {"static TimeSpan.FromHours(double value):TimeSpan", [](NativeCall &c) { return spanOf(c.args[0].floating(), 3600); }},
    {"static TimeSpan.FromMilliseconds(double value):TimeSpan", [](NativeCall &c) { return spanOf(c.args[0].floating(), 0.001); }},
    {"TimeSpan.TotalSeconds:double", [](NativeCall &c) { return Value::real(static_cast<double>(c.self.whole()) / 1e6); }},
    {"TimeSpan.TotalMilliseconds:double", [](NativeCall &c) { return Value::real(static_cast<double>(c.self.whole()) / 1e3); }},
    {"TimeSpan.TotalMinutes:double", [](NativeCall &c) { return Value::real(static_cast<double>(c.self.whole()) / 6e7); }},
};

} // namespace

std::span<const MemberLine> staticMembers() { return staticTable; }

} // namespace qd::lab::policy
