#pragma once

#include "azuremonitor/eventrequest.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qd::lab {

/// The OData body of an events reply. `table` is the result of EventQuery::rows as replies hold tables; `context` goes out
/// as @odata.context.
std::string eventsJson(std::string_view table, const EventTables &tables, const EventQuery &query, std::optional<std::int64_t> count,
                       const std::string &context);

} // namespace qd::lab
