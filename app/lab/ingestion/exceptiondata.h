#pragma once

#include "telemetry/item.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace qd::lab {

/// Decodes the "exceptions" of an ExceptionData onto `item`: outermost type and message, the stacks (details), and in the
/// context the method, the problem and the innermost exception. Returns why not, or an empty text.
std::string decodeExceptionChain(const nlohmann::json &data, TelemetryItem &item);

/// The same for a single exception whose stack is text.
void describeException(TelemetryItem &item, const std::string &type, const std::string &message, const std::string &stack);

} // namespace qd::lab
