#pragma once

#include "telemetry/item.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace qd::lab {

/// Decodes the "exceptions" of an ExceptionData onto `item`: outermost type and message, the stacks (details), and in the
/// context the method, the problem and the innermost exception. Returns why not, or an empty text.
std::string decodeExceptionChain(const nlohmann::json &data, TelemetryItem &item);

} // namespace qd::lab
