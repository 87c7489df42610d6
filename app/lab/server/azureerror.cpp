#include "server/azureerror.h"

#include "server/jsontext.h"

namespace qd::lab {

HttpReply azureError(int status, std::string_view code, std::string_view message, const HttpRequest &request,
                     std::string_view inner)
{
    HttpReply reply;
    reply.status = status;
    reply.body = "{\"error\":{\"message\":" + jsonString(message) + ",\"code\":" + jsonString(code)
        + ",\"correlationId\":" + jsonString(request.requestId);
    if (!inner.empty())
        reply.body.append(",\"innererror\":").append(inner);
    reply.body += "}}";
    return reply;
}

std::string innerError(std::string_view code, std::string_view message, std::string_view inner)
{
    std::string out = "{\"code\":" + jsonString(code) + ",\"message\":" + jsonString(message);
    if (!inner.empty())
        out.append(",\"innererror\":").append(inner);
    return out + "}";
}

} // namespace qd::lab
