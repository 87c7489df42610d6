#pragma once

#include "clock.h"
#include "server/httprequest.h"
#include "timerange.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace qd::lab {

/// "PT1H" (ends now), "start/end" or "start/duration"; nothing when the text is none of them.
std::optional<TimeSpanRange> parseTimespan(std::string_view text, Instant now);

/// A decoded request of the query APIs, from POST body or GET parameters and the Prefer header.
struct QueryRequest {
    std::string query;
    std::optional<TimeSpanRange> timespan;
    bool includeRender = false;
    bool includeStatistics = false;
    bool includeDataSources = false;
    bool includePermissions = false;
    std::vector<std::string> others; ///< further workspaces or applications, by name, id or resource id
    std::chrono::seconds wait{180}; ///< at most 600
};

/// Why a request is not one: goes out as 400 BadArgumentError.
struct QueryRequestProblem {
    std::string code;
    std::string message;
};
std::variant<QueryRequest, QueryRequestProblem> decodeQueryRequest(const HttpRequest &request, Instant now);

} // namespace qd::lab
