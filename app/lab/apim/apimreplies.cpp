#include "apim/apimreplies.h"

#include "policy/policyprogram.h"

#include <nlohmann/json.hpp>

namespace qd::lab {

namespace {

HttpReply validationError(const Json &details)
{
    const Json body{{"error", {{"code", "ValidationError"}, {"message", "One or more fields contain incorrect values:"}, {"details", details}}}};
    HttpReply reply;
    reply.status = 400;
    reply.body = body.dump(-1, ' ', false, Json::error_handler_t::replace);
    return reply;
}

Json detailOf(const std::string &message, const std::string &target)
{
    return {{"code", "ValidationError"}, {"target", target}, {"message", message}};
}

/// The service sets its bodies out with two spaces and CRLF.
std::string prettyText(const Json &body)
{
    const std::string plain = body.dump(2, ' ', false, Json::error_handler_t::replace);
    std::string out;
    for (const char c : plain) {
        if (c == '\n')
            out += '\r';
        out += c;
    }
    return out;
}

} // namespace

HttpReply apimReply(int status, const Json &body, const std::string &etag)
{
    HttpReply reply;
    reply.status = status;
    reply.body = prettyText(body);
    if (!etag.empty())
        reply.headers.emplace_back("ETag", etag);
    return reply;
}

HttpReply apimNotFound(const std::string &what)
{
    HttpReply reply;
    reply.status = 404;
    reply.body = Json{{"error", {{"code", "ResourceNotFound"}, {"message", what + " not found."}, {"details", nullptr}}}}.dump(-1, ' ', false, Json::error_handler_t::replace);
    return reply;
}

HttpReply apimInvalid(const std::vector<policy::Fault> &faults, const std::string &target)
{
    Json details = Json::array();
    for (const policy::Fault &fault : faults)
        details.push_back(detailOf(policy::faultText(fault), target));
    return validationError(details);
}

HttpReply apimInvalid(const std::string &message, const std::string &target)
{
    return validationError(Json::array({detailOf(message, target)}));
}

HttpReply apimHead(const std::string &etag)
{
    HttpReply reply;
    reply.headers.emplace_back("ETag", etag);
    return reply;
}

} // namespace qd::lab
