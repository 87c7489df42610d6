#pragma once

#include "kql/schema.h"

#include <optional>
#include <string>
#include <string_view>

namespace qd::lab {

/// A KQL string literal.
std::string kqlText(std::string_view text);

/// What a path of the metrics and events APIs means in one of the classic tables: "request/name", "operation/id",
/// "customDimensions/agent", "timestamp". As a KQL expression; nothing when the table has no such field.
std::optional<std::string> kqlField(std::string_view path, const KqlTable &table);

/// The table's own prefix: "request" of requests, "availabilityResult" of availabilityResults.
std::string entityName(const KqlTable &table);

} // namespace qd::lab
