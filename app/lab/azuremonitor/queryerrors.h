#pragma once

#include "error.h"
#include "server/httpreply.h"
#include "server/httprequest.h"

#include <chrono>
#include <string>
#include <string_view>

namespace qd::lab {

/// 400 BadArgumentError with the engine's error inside, code, line, pos and token (azure facts 2.3); 504 for a query that
/// was interrupted at its deadline; 500 for what the lab itself could not do.
HttpReply queryErrorReply(const Error &error, const HttpRequest &request);

/// 400 for a request that holds no query.
HttpReply badRequestReply(std::string_view code, std::string_view message, const HttpRequest &request);

/// 429 with Retry-After.
HttpReply throttledReply(std::chrono::seconds retryAfter, const HttpRequest &request);

/// The "error" member of a 200 whose rows were cut.
std::string partialErrorJson(size_t rowLimit);

} // namespace qd::lab
