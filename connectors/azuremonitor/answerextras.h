#pragma once

#include "azuremonitor/queryservice.h"

#include <optional>
#include <string_view>

/// The small members of a query reply beside its tables (azure facts 2.2). Pure, any thread.
namespace qd::answerextras {

/// The `render` member. What is missing or of another type than expected stays unsaid.
[[nodiscard]] query::RenderSpec render(std::string_view json);

/// The `statistics` member; nothing when it says nothing about the query.
[[nodiscard]] std::optional<QueryStatistics> statistics(std::string_view json);

} // namespace qd::answerextras
