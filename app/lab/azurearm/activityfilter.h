#pragma once

#include "azurearm/activitylog.h"
#include "result.h"

#include <string>
#include <string_view>

namespace qd::lab {

/// What an activity log request asks for.
struct ActivityFilter {
    Instant from{};
    Instant to{};
    std::string key;   ///< resourceGroupName, resourceUri, resourceProvider, correlationId; empty: all
    std::string value;

    [[nodiscard]] bool accepts(const Activity &activity) const;
};

/// Reads the $filter text: terms `name op 'value'` joined by "and". Without a start it goes back 90 days, without an end
/// up to `now`. Fails with ErrorKind::Invalid for anything else, also for a second key and a start over 90 days back.
Result<ActivityFilter> parseActivityFilter(std::string_view text, Instant now);

} // namespace qd::lab
