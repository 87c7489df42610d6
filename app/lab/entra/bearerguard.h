#pragma once

#include "entra/tokenservice.h"
#include "server/httpreply.h"
#include "server/httprequest.h"

#include <string>
#include <variant>
#include <vector>

namespace qd::lab {

/// Who asks, or the refusal in the query APIs' words (azure facts 2.3): 401 without a usable token, 403 for a token of
/// another audience or of a client without a role.
struct Caller {
    std::string objectId;
};
std::variant<Caller, HttpReply> authenticate(const HttpRequest &request, const TokenService &tokens,
                                             const LabIdentity &identity, const std::vector<std::string> &audiences);

} // namespace qd::lab
