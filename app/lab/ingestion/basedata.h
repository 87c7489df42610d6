#pragma once

#include "telemetry/item.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace qd::lab {

/// The member as text: strings as they are, numbers and booleans as JSON writes them, anything else empty.
std::string textOf(const nlohmann::json &object, std::string_view member);

/// Decodes {"baseType","baseData"} onto `base`, which already holds the envelope's part, and appends the items. Returns
/// why not, or an empty text.
std::string decodeBaseData(const nlohmann::json &data, TelemetryItem base, std::vector<TelemetryItem> &items);

} // namespace qd::lab
