#pragma once

#include "entra/tokenservice.h"
#include "server/router.h"

namespace qd::lab {

/// Adds Entra ID's part of the lab to `router`: openid-configuration, the (empty) key set, and the token endpoint with
/// the client credentials grant. All of it must outlive the router's use.
void addEntraRoutes(Router &router, const LabIdentity &identity, const TokenService &tokens, const Clock &clock);

} // namespace qd::lab
