#pragma once

#include "server/httpreply.h"

#include <string>
#include <string_view>

namespace qd::lab {

/// Which of the two spellings a resource provider's errors have (azure facts 5).
enum class ArmErrorStyle {
    Common, ///< {"error":{"code","message","details":null}}
    Web     ///< App Service: {"Code","Message","Target","Details":[…],"Innererror"}
};

/// Why a request or an operation failed.
struct ArmFailure {
    int status = 500;
    std::string code;
    std::string message;
};

HttpReply armError(const ArmFailure &failure, ArmErrorStyle style = ArmErrorStyle::Common);

/// 429 with Retry-After; a client that gets no such header does not try again.
HttpReply armThrottled(int retryAfterSeconds, std::string_view subscriptionId);

} // namespace qd::lab
