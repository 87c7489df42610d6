#pragma once

#include "server/router.h"

namespace qd::lab {

/// Live Metrics, harmlessly: `/QuickPulseService.svc/ping` and `/post` answer that nobody is watching, so that senders keep
/// quiet. Any other answer would make Microsoft's distro report errors.
void addLiveRoutes(Router &router);

} // namespace qd::lab
