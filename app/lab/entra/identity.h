#pragma once

#include <cstdint>
#include <string>

namespace qd::lab {

/// Who and what the lab's tenant holds. Derived from the seed, so that a restarted lab is the same tenant.
struct LabIdentity {
    std::string tenantId;
    std::string tenantName = "contoso.onmicrosoft.com"; ///< accepted in place of the tenant id
    std::string clientId;                               ///< may read and write everything
    std::string objectId;
    std::string strangerClientId; ///< same secret, signs in, but has no role: queries answer 403
    std::string strangerObjectId;
    std::string readerClientId; ///< same secret: may read everything and write nothing
    std::string readerObjectId;
    std::string clientSecret; ///< never logged
    std::string subscriptionId;
    std::string appId;
    std::string workspaceId;
    std::string instrumentationKey;

    /// The secret is `secret`, or derived from the seed when that is empty.
    static LabIdentity fromSeed(uint64_t seed, const std::string &secret);
};

} // namespace qd::lab
