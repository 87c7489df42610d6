#include "azurearm/armroles.h"

#include "azurearm/armerror.h"

namespace qd::lab {

namespace {

HttpReply unauthenticated(std::string code, std::string message, const LabIdentity &identity)
{
    HttpReply reply = armError({401, std::move(code), std::move(message)});
    reply.headers.emplace_back("WWW-Authenticate",
                               "Bearer authorization_uri=\"https://login.microsoftonline.com/" + identity.tenantId
                                   + "\", error=\"invalid_token\", error_description=\"The authentication failed.\"");
    return reply;
}

HttpReply wrongArmAudience(const std::string &held)
{
    std::string allowed;
    for (const std::string &audience : armAudiences())
        allowed += (allowed.empty() ? "'" : ",'") + audience + "'";
    return armError({403, "InvalidAuthenticationTokenAudience",
                     "The access token has been obtained for wrong audience or resource '" + held
                         + "'. It should exactly match with one of the allowed audiences " + allowed + "."});
}

} // namespace

std::vector<std::string> armAudiences()
{
    return {"https://management.core.windows.net/", "https://management.core.windows.net", "https://management.azure.com/",
            "https://management.azure.com"};
}

std::variant<ArmCaller, HttpReply> armCaller(const HttpRequest &request, const TokenService &tokens, const LabIdentity &identity)
{
    const TokenService::Check check = tokens.check(request.header("authorization"), armAudiences());
    if (!check.problem)
        return ArmCaller{check.clientId, check.objectId, check.objectId == identity.objectId};
    switch (*check.problem) {
    case TokenProblem::Missing:
        return unauthenticated("AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.", identity);
    case TokenProblem::Expired:
        return unauthenticated("ExpiredAuthenticationToken",
                               "The access token expiry UTC time is earlier than current UTC time.", identity);
    case TokenProblem::WrongAudience: return wrongArmAudience(check.audience);
    default: return unauthenticated("InvalidAuthenticationToken", "The access token is invalid.", identity);
    }
}

HttpReply armForbidden(const ArmCaller &caller, const std::string &action, const std::string &scope)
{
    return armError({403, "AuthorizationFailed",
                     "The client '" + caller.clientId + "' with object id '" + caller.objectId
                         + "' does not have authorization to perform action '" + action + "' over scope '" + scope
                         + "' or the scope is invalid. If access was recently granted, please refresh your credentials."});
}

} // namespace qd::lab
