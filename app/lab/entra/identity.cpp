#include "entra/identity.h"

#include "server/guid.h"

namespace qd::lab {

LabIdentity LabIdentity::fromSeed(uint64_t seed, const std::string &secret)
{
    constexpr size_t secretLength = 40;
    LabIdentity identity;
    identity.tenantId = derivedGuid(seed, "tenant");
    identity.clientId = derivedGuid(seed, "client");
    identity.objectId = derivedGuid(seed, "object");
    identity.strangerClientId = derivedGuid(seed, "stranger");
    identity.strangerObjectId = derivedGuid(seed, "stranger object");
    identity.readerClientId = derivedGuid(seed, "reader");
    identity.readerObjectId = derivedGuid(seed, "reader object");
    identity.clientSecret = secret.empty() ? "lab~" + derivedHex(seed, "secret").substr(0, secretLength) : secret;
    identity.subscriptionId = derivedGuid(seed, "subscription");
    identity.appId = derivedGuid(seed, "app");
    identity.workspaceId = derivedGuid(seed, "workspace");
    identity.instrumentationKey = derivedGuid(seed, "instrumentation key");
    return identity;
}

} // namespace qd::lab
