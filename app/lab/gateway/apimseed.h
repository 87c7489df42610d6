#pragma once

#include "apim/apimstate.h"
#include "fleet/fleetcontrol.h"
#include "result.h"

#include <QStringList>

namespace qd::lab {

/// Fills API Management with what the fleet has: one API of type mcp a tool server (id and path are its name), one
/// subscription a tenant (id is its name), an empty global policy, and an API for each of `upstreams` ("NAME=URL").
/// Keys follow from `seed`; service URLs of the fleet's servers begin with `ownServers`. Fails with ErrorKind::Invalid for an upstream that cannot be read.
Result<void> seedApim(ApimState &state, const FleetControl &fleet, const QStringList &upstreams, const std::string &ownServers, quint64 seed,
                      Instant now);

} // namespace qd::lab
