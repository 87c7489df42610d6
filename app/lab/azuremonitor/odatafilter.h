#pragma once

#include "kql/schema.h"
#include "result.h"

#include <string>
#include <string_view>

namespace qd::lab {

/// An OData filter such as "startswith(request/name,'POST') and request/duration gt 100" as a KQL condition on `table`:
/// eq ne gt ge lt le, and or not, startswith endswith contains, tolower toupper, texts, numbers, times, true, false, null.
/// Errors: Query, with what was not understood and where.
Result<std::string> kqlCondition(std::string_view filter, const KqlTable &table);

/// "timestamp desc, request/duration" as what follows KQL's `order by`. Errors: Query.
Result<std::string> kqlOrder(std::string_view order, const KqlTable &table);

} // namespace qd::lab
