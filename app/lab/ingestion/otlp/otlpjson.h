#pragma once

#include "ingestion/otlp/otlpmodel.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qd::lab {

/// Reads the JSON body of an export request and shows every record to `receiver`. Answers why the body is not one and
/// where, or an empty text; what was shown before is then to be forgotten. Bad UTF-8 is repaired, unknown members are
/// skipped, null is the default; of a member that comes twice the last counts.
std::string decodeOtlpJson(OtlpSignal signal, std::string_view body, OtlpReceiver &receiver);

/// The finite numbers of a JSON object's members, keys cut at 150 characters; none when the text is not one.
std::vector<std::pair<std::string, double>> numbersOfJson(std::string_view json);

} // namespace qd::lab
