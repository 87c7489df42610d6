#include "azurearm/armerror.h"

#include "server/jsontext.h"

namespace qd::lab {

namespace {

/// App Service says everything twice more below "Details".
std::string webErrorBody(const ArmFailure &failure)
{
    const std::string code = jsonString(failure.code);
    const std::string message = jsonString(failure.message);
    const std::string head = "{\"Code\":" + code + ",\"Message\":" + message;
    return head + ",\"Target\":null,\"Details\":[{\"Message\":" + message + "},{\"Code\":" + code
        + "},{\"ErrorEntity\":{\"Code\":" + code + ",\"Message\":" + message
        + ",\"ExtendedCode\":\"01020\",\"MessageTemplate\":\"{0}\",\"Parameters\":[" + message + "]}}],\"Innererror\":null}";
}

std::string commonErrorBody(const ArmFailure &failure)
{
    return "{\"error\":{\"code\":" + jsonString(failure.code) + ",\"message\":" + jsonString(failure.message)
        + ",\"details\":null}}";
}

} // namespace

HttpReply armError(const ArmFailure &failure, ArmErrorStyle style)
{
    return {.status = failure.status,
            .body = style == ArmErrorStyle::Web ? webErrorBody(failure) : commonErrorBody(failure)};
}

HttpReply armThrottled(int retryAfterSeconds, std::string_view subscriptionId)
{
    const std::string seconds = std::to_string(retryAfterSeconds);
    HttpReply reply = armError({429, "SubscriptionRequestsThrottled",
                                "Number of requests for subscription '" + std::string(subscriptionId)
                                    + "' exceeded the limit. Please try again after '" + seconds + "' seconds."});
    reply.headers.emplace_back("Retry-After", seconds);
    return reply;
}

} // namespace qd::lab
