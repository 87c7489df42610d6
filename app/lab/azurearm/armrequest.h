#pragma once

#include "server/httprequest.h"
#include "server/router.h"

#include <string>

namespace qd::lab {

/// Who calls Resource Manager.
struct ArmCaller {
    std::string clientId;
    std::string objectId;
    bool mayWrite = false;
};

/// A request that has passed Resource Manager's own checks: a token for it, a role, a known api-version, the lab's
/// subscription and resource group. Lives as long as the handler runs.
struct ArmRequest {
    const HttpRequest &http;
    PathArguments path;     ///< values of the pattern's {names}, spelt as the client did
    std::string scope;      ///< "/subscriptions/…" of the request as the client spelt it
    std::string apiVersion;
    std::string baseUrl;    ///< "http://127.0.0.1:41234", for links
    ArmCaller caller;

    [[nodiscard]] const std::string &name(const std::string &key) const { return path.at(key); }
};

} // namespace qd::lab
