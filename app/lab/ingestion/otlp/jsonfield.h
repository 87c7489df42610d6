#pragma once

#include <simdjson.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace qd::lab {

using OtlpElement = simdjson::dom::element;

/// Thrown inside the JSON decoder: a member of the wrong type, and which.
struct OtlpWrongType {
    std::string what;
};

/// Members of OTLP's JSON, whose 64-bit integers are numbers or texts and whose doubles may be "NaN". Each answers the
/// default for null and throws OtlpWrongType for anything else that does not fit.
namespace otlpfield {

std::string_view text(std::string_view name, OtlpElement value);
std::uint64_t unsignedInteger(std::string_view name, OtlpElement value);
std::int64_t integer(std::string_view name, OtlpElement value);
double real(std::string_view name, OtlpElement value);
bool boolean(std::string_view name, OtlpElement value);
/// The members of an object, the elements of an array; none for null.
simdjson::dom::object members(std::string_view name, OtlpElement value);
simdjson::dom::array elements(std::string_view name, OtlpElement value);

} // namespace otlpfield

} // namespace qd::lab
