#include "entra/bearerguard.h"

#include "server/azureerror.h"
#include "server/jsontext.h"

namespace qd::lab {

namespace {

/// 401 bodies carry no correlation id.
HttpReply unauthorized(std::string_view code, std::string_view message, const std::string &challenge)
{
    HttpReply reply;
    reply.status = 401;
    reply.body = "{\"error\":{\"code\":" + jsonString(code) + ",\"message\":" + jsonString(message) + "}}";
    reply.headers.emplace_back("WWW-Authenticate", challenge);
    return reply;
}

std::string challengeFor(const LabIdentity &identity, const std::string &audience, std::string_view error)
{
    std::string text = "Bearer authorization_uri=\"https://login.microsoftonline.com/" + identity.tenantId
        + "\", resource_id=\"" + audience + "\"";
    if (!error.empty())
        text += ", error=\"" + std::string(error) + "\"";
    return text;
}

HttpReply wrongAudience(const HttpRequest &request, const std::string &held, const std::vector<std::string> &audiences)
{
    std::string allowed;
    for (const std::string &audience : audiences)
        allowed += (allowed.empty() ? "'" : ",'") + audience + "'";
    return azureError(403, "InvalidAuthenticationTokenAudience",
                      "The access token has been obtained for wrong audience or resource '" + held
                          + "'. It should exactly match with one of the allowed audiences " + allowed + ".",
                      request);
}

HttpReply noRole(const HttpRequest &request)
{
    return azureError(403, "InsufficientAccessError",
                      "The provided credentials have insufficient access to perform the requested operation", request,
                      innerError("AuthorizationFailedError",
                                 "User does not have access to perform this operation on this resource"));
}

HttpReply refusal(TokenProblem problem, const HttpRequest &request, const LabIdentity &identity,
                  const TokenService::Check &check, const std::vector<std::string> &audiences)
{
    const std::string &audience = audiences.front();
    switch (problem) {
    case TokenProblem::Missing:
        return unauthorized("AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.",
                            challengeFor(identity, audience, {}));
    case TokenProblem::Expired:
        return unauthorized("InvalidTokenError", "The access token has expired.",
                            challengeFor(identity, audience, "invalid_token"));
    case TokenProblem::BadSignature:
        return unauthorized("InvalidTokenError", "The access token signature is not valid.",
                            challengeFor(identity, audience, "invalid_token"));
    case TokenProblem::WrongAudience: return wrongAudience(request, check.audience, audiences);
    case TokenProblem::Malformed: break;
    }
    return azureError(403, "InvalidAuthenticationToken", "The access token is invalid.", request);
}

} // namespace

std::variant<Caller, HttpReply> authenticate(const HttpRequest &request, const TokenService &tokens,
                                             const LabIdentity &identity, const std::vector<std::string> &audiences)
{
    const TokenService::Check check = tokens.check(request.header("authorization"), audiences);
    if (check.problem)
        return refusal(*check.problem, request, identity, check, audiences);
    if (check.objectId != identity.objectId && check.objectId != identity.readerObjectId)
        return noRole(request);
    return Caller{check.objectId};
}

} // namespace qd::lab
