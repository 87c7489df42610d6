#pragma once

#include "clock.h"
#include "server/httprequest.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace qd::lab {

/// A half-open span that a request limits its query to.
struct QueryTimespan {
    Instant from;
    Instant to;
};

/// "PT1H" (ends now), "start/end" or "start/duration"; nothing when the text is none of them.
std::optional<QueryTimespan> parseTimespan(std::string_view text, Instant now);

/// A decoded request of the query APIs, from POST body or GET parameters and the Prefer header.
struct QueryRequest {
    std::string query;
    std::optional<QueryTimespan> timespan;
    bool includeRender = false;
    bool includeStatistics = false;
    std::chrono::seconds wait{180}; ///< at most 600
};

/// Why a request is not one: goes out as 400 BadArgumentError.
struct QueryRequestProblem {
    std::string code;
    std::string message;
};
std::variant<QueryRequest, QueryRequestProblem> decodeQueryRequest(const HttpRequest &request, Instant now);

} // namespace qd::lab
