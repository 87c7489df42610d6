#pragma once

#include "azurearm/labfaults.h"
#include "entra/tokenservice.h"
#include "server/router.h"

#include <functional>

namespace qd::lab {

/// Practice and tests break the lab through POST /lab/control with the lab's bearer token and one JSON object:
///
///     {"fault":"<name>","on":true, …}
///
/// | fault                      | while it is on                                                        | parameters          |
/// |----------------------------|-----------------------------------------------------------------------|---------------------|
/// | swap-fails-in-phase-N      | every swap fails in phase N: 1 settings, 2 restart, 3 warm-up,        |                     |
/// |                            | 4 routing, 5 the other side. 1-4 leave the slots as they were; 5      |                     |
/// |                            | fails when traffic has been switched already                          |                     |
/// | swap-never-ends            | a swap stays in warm-up until the fault is switched off               |                     |
/// | arm-conflict-409           | every write to Resource Manager answers 409                           |                     |
/// | arm-throttle-every-second  | every second call to Resource Manager answers 429 with Retry-After    | retryAfter: 1 (s)   |
/// | rights-revoked             | writes to Resource Manager answer 403 AuthorizationFailed             | reads: 1 reads, too |
/// | gateway-enforcement-off    | the gateway runs no policy                                            |                     |
/// | arm-slow                   | every call to Resource Manager takes longer                           | milliseconds: 1500, |
/// |                            |                                                                       | writes: 1 only them |
///
/// {"fault":"all","on":false} ends all of them. {"budget":"<tenant>","usd":100} sets a tenant's month budget. GET
/// answers {"faults":[names that are on]}. An unknown fault is 400. The client without a role is refused with 403.
void addControlRoutes(Router &router, LabFaults &faults, const LabIdentity &identity, const TokenService &tokens,
                      std::function<bool(const std::string &tenant, double usd)> setBudget);

} // namespace qd::lab
