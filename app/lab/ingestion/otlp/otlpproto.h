#pragma once

#include "ingestion/otlp/otlpmodel.h"

#include <string>
#include <string_view>

namespace qd::lab {

/// Reads the protobuf body of an export request and shows every record to `receiver`. Answers why the body is not one, or
/// an empty text; what was shown before is then to be forgotten. Bad UTF-8 is repaired, unknown fields are skipped.
std::string decodeOtlpProto(OtlpSignal signal, std::string_view body, OtlpReceiver &receiver);

} // namespace qd::lab
