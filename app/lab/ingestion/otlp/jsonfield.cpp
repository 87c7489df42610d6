#include "ingestion/otlp/jsonfield.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <system_error>

namespace qd::lab::otlpfield {

namespace {

[[noreturn]] void refuse(std::string_view name, const char *expected)
{
    throw OtlpWrongType{"'" + std::string(name.substr(0, 80)) + "' must be " + expected};
}

/// The whole of a text as a number.
template<typename Number>
Number parsed(std::string_view name, std::string_view text, const char *expected)
{
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        refuse(name, expected);
    return value;
}

/// The value as `Type`, or nothing; `Type` is one of simdjson's own.
template<typename Type>
std::optional<Type> as(OtlpElement value)
{
    Type out{};
    return value.get(out) == simdjson::SUCCESS ? std::optional(out) : std::nullopt;
}

} // namespace

std::string_view text(std::string_view name, OtlpElement value)
{
    if (const auto out = as<std::string_view>(value))
        return *out;
    if (!value.is_null())
        refuse(name, "a text");
    return {};
}

std::uint64_t unsignedInteger(std::string_view name, OtlpElement value)
{
    if (const auto out = as<std::uint64_t>(value))
        return *out;
    if (const auto out = as<std::string_view>(value))
        return parsed<std::uint64_t>(name, *out, "an unsigned integer");
    if (const auto out = as<double>(value); out && *out >= 0 && *out < 9e18 && std::trunc(*out) == *out)
        return static_cast<std::uint64_t>(*out);
    if (!value.is_null())
        refuse(name, "an unsigned integer");
    return 0;
}

std::int64_t integer(std::string_view name, OtlpElement value)
{
    if (const auto out = as<std::int64_t>(value))
        return *out;
    if (const auto out = as<std::string_view>(value))
        return parsed<std::int64_t>(name, *out, "an integer");
    if (const auto out = as<double>(value); out && std::fabs(*out) < 9e18 && std::trunc(*out) == *out)
        return static_cast<std::int64_t>(*out);
    if (!value.is_null())
        refuse(name, "an integer");
    return 0;
}

double real(std::string_view name, OtlpElement value)
{
    if (const auto out = as<double>(value))
        return *out;
    if (value.is_null())
        return 0;
    const auto text = as<std::string_view>(value);
    if (!text)
        refuse(name, "a number");
    if (*text == "NaN")
        return std::numeric_limits<double>::quiet_NaN();
    if (*text == "Infinity" || *text == "-Infinity")
        return text->front() == '-' ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
    return parsed<double>(name, *text, "a number");
}

bool boolean(std::string_view name, OtlpElement value)
{
    if (const auto out = as<bool>(value))
        return *out;
    if (!value.is_null())
        refuse(name, "true or false");
    return false;
}

simdjson::dom::object members(std::string_view name, OtlpElement value)
{
    if (const auto out = as<simdjson::dom::object>(value))
        return *out;
    if (!value.is_null())
        refuse(name, "an object");
    static simdjson::dom::parser parser;
    static const simdjson::dom::object none = parser.parse(std::string("{}")).get_object();
    return none;
}

simdjson::dom::array elements(std::string_view name, OtlpElement value)
{
    if (const auto out = as<simdjson::dom::array>(value))
        return *out;
    if (!value.is_null())
        refuse(name, "an array");
    static simdjson::dom::parser parser;
    static const simdjson::dom::array none = parser.parse(std::string("[]")).get_array();
    return none;
}

} // namespace qd::lab::otlpfield
