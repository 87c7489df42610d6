#include "azuremonitor/queryerrors.h"

#include "log.h"
#include "server/azureerror.h"
#include "server/jsontext.h"

namespace qd::lab {

namespace {

constexpr std::string_view badArgument = "The request had some invalid properties";

/// {"code":"SYN0002","message":…,"line":1,"pos":9,"token":…}: the service counts lines from 1 and positions from 0.
std::string engineError(const Error &error)
{
    std::string out = "{\"code\":" + jsonString(error.vendorCode.toStdString()) + ",\"message\":"
        + jsonString(error.message.toStdString());
    if (error.position)
        out += ",\"line\":" + std::to_string(error.position->line) + ",\"pos\":" + std::to_string(error.position->column - 1)
            + ",\"token\":" + jsonString(error.detail.toStdString());
    return out + "}";
}

HttpReply refusedQuery(const Error &error, const HttpRequest &request)
{
    const bool syntax = error.vendorCode.startsWith(QLatin1String("SYN"));
    const std::string inner = innerError(syntax ? "SyntaxError" : "SemanticError",
                                         syntax ? "A recognition error occurred in the query." : "A semantic error occurred.",
                                         engineError(error));
    return azureError(400, "BadArgumentError", badArgument, request, inner);
}

/// A query that was sound, but met values that it could not go on with.
HttpReply failedQuery(const Error &error, const HttpRequest &request)
{
    return azureError(400, "BadArgumentError", badArgument, request,
                      innerError("EngineError", "Something went wrong processing your query on the server.", engineError(error)));
}

} // namespace

HttpReply queryErrorReply(const Error &error, const HttpRequest &request)
{
    if (error.kind == ErrorKind::Query)
        return error.position ? refusedQuery(error, request) : failedQuery(error, request);
    if (error.kind == ErrorKind::Cancelled || error.kind == ErrorKind::Timeout)
        return azureError(504, "GatewayTimeout", "The query did not end within the time that the request allows.", request);
    log::warning(log::lab, QStringLiteral("query failed: %1").arg(error.detail.left(2000)));
    return azureError(500, "InternalServerError", "The query could not be run.", request);
}

HttpReply badRequestReply(std::string_view code, std::string_view message, const HttpRequest &request)
{
    return azureError(400, "BadArgumentError", badArgument, request,
                      innerError("QueryValidationError", "Failed parsing the query", innerError(code, message)));
}

HttpReply throttledReply(std::chrono::seconds retryAfter, const HttpRequest &request)
{
    HttpReply reply = azureError(429, "ThrottledError", "Rate limit is exceeded. Try again in "
                                     + std::to_string(retryAfter.count()) + " seconds.", request);
    reply.headers.emplace_back("Retry-After", std::to_string(retryAfter.count()));
    return reply;
}

std::string partialErrorJson(size_t rowLimit)
{
    const std::string message = "The results of this query exceed the set limit of " + std::to_string(rowLimit)
        + " records or 64 MB, so not all records were returned (E_QUERY_RESULT_SET_TOO_LARGE, 0x80DA0003). "
          "See https://aka.ms/kustoquerylimits";
    return "{\"message\":\"There were some errors when processing your query.\",\"code\":\"PartialError\",\"details\":["
           "{\"code\":\"EngineError\",\"message\":\"Something went wrong processing your query on the server.\","
           "\"innererror\":{\"code\":\"-2133196797\",\"message\":"
        + jsonString(message) + ",\"severity\":2,\"severityName\":\"Error\"}}]}";
}

} // namespace qd::lab
