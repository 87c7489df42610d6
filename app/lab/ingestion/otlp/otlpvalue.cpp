#include "ingestion/otlp/otlpvalue.h"

#include "server/jsontext.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace qd::lab {

namespace {

constexpr size_t maxShownBytes = 4096;

/// The shortest text that reads back as the same number, in JavaScript's style: "3", "0.5", "1e+21", "1e-7".
std::string javaScriptNumber(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "Infinity" : "-Infinity";
    const double size = std::fabs(value);
    const bool isPlain = size == 0 || (size >= 1e-6 && size < 1e21);
    std::array<char, 64> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value == 0 ? 0.0 : value,
                                   isPlain ? std::chars_format::fixed : std::chars_format::scientific);
    std::string out(text.data(), end.ptr);
    const size_t exponent = out.find('e');
    if (exponent != std::string::npos && out[exponent + 2] == '0')
        out.erase(exponent + 2, 1); // C++ writes at least two digits
    return out;
}

std::string bytesText(std::string_view bytes)
{
    std::string out;
    for (const char byte : bytes.substr(0, maxShownBytes)) {
        if (!out.empty())
            out += ',';
        out += std::to_string(static_cast<unsigned char>(byte));
    }
    return out;
}

} // namespace

std::string otlpText(const OtlpValue &value)
{
    switch (value.kind) {
    case OtlpValue::Kind::None: return {};
    case OtlpValue::Kind::Boolean: return value.integer != 0 ? "true" : "false";
    case OtlpValue::Kind::Integer: return std::to_string(value.integer);
    case OtlpValue::Kind::Real: return javaScriptNumber(value.real);
    case OtlpValue::Kind::Bytes: return bytesText(value.text);
    case OtlpValue::Kind::Text:
    case OtlpValue::Kind::JsonText: break;
    }
    return std::string(value.text);
}

void appendOtlpJson(std::string &out, const OtlpValue &value)
{
    const bool isText = value.kind == OtlpValue::Kind::Text || value.kind == OtlpValue::Kind::Bytes;
    const bool isNothing = value.kind == OtlpValue::Kind::None || (value.kind == OtlpValue::Kind::Real && !std::isfinite(value.real));
    if (isNothing)
        out += "null";
    else if (isText)
        appendJsonString(out, otlpText(value));
    else
        out += otlpText(value);
}

bool isOtlpTruthy(const OtlpValue *value)
{
    if (!value)
        return false;
    switch (value->kind) {
    case OtlpValue::Kind::None: return false;
    case OtlpValue::Kind::Boolean:
    case OtlpValue::Kind::Integer: return value->integer != 0;
    case OtlpValue::Kind::Real: return value->real != 0 && !std::isnan(value->real);
    case OtlpValue::Kind::Text: return !value->text.empty();
    case OtlpValue::Kind::JsonText:
    case OtlpValue::Kind::Bytes: break;
    }
    return true;
}

} // namespace qd::lab
