#pragma once

#include "azurearm/armrequest.h"
#include "entra/tokenservice.h"

#include <variant>

namespace qd::lab {

/// Audiences of tokens for Resource Manager.
std::vector<std::string> armAudiences();

/// Who asks, or the refusal in Resource Manager's words: 401 without a usable token, 403 for one of another audience.
/// The stranger signs in here; isAllowed() refuses them.
std::variant<ArmCaller, HttpReply> armCaller(const HttpRequest &request, const TokenService &tokens, const LabIdentity &identity);

/// 403 AuthorizationFailed.
HttpReply armForbidden(const ArmCaller &caller, const std::string &action, const std::string &scope);

} // namespace qd::lab
