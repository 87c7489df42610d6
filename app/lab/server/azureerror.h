#pragma once

#include "server/httpreply.h"
#include "server/httprequest.h"

#include <string>
#include <string_view>

namespace qd::lab {

/// An error of the query APIs: {"error":{"message","code","correlationId"[,"innererror"]}} (azure facts 2.3).
/// `innerError` is a JSON object or empty.
HttpReply azureError(int status, std::string_view code, std::string_view message, const HttpRequest &request,
                     std::string_view innerError = {});

/// {"code":…,"message":…[,"innererror":…]}: one level of Azure's nested errors.
std::string innerError(std::string_view code, std::string_view message, std::string_view inner = {});

} // namespace qd::lab
