#pragma once

#include "telemetry/item.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace qd::lab {

/// Decodes the "exceptions" of an ExceptionData onto `item`: outermost type and message, the method of the first frame
/// (name), the innermost type and message (target, data) and the stacks (details). Returns why not, or an empty text.
std::string decodeExceptionChain(const nlohmann::json &data, TelemetryItem &item);

} // namespace qd::lab
