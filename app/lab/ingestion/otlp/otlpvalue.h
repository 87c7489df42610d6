#pragma once

#include "ingestion/otlp/otlpmodel.h"

#include <string>

namespace qd::lab {

/// The value as Microsoft's exporter writes it into customDimensions: JavaScript's text of numbers, JSON of lists and maps,
/// bytes as "1,2,3" (the first few thousand). Empty for no value.
std::string otlpText(const OtlpValue &value);

/// Appends the value as JSON.
void appendOtlpJson(std::string &out, const OtlpValue &value);

/// JavaScript's idea of a value that is there: not absent, not "", 0, NaN or false.
bool isOtlpTruthy(const OtlpValue *value);

} // namespace qd::lab
