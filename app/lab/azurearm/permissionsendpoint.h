#pragma once

namespace qd::lab {

class ArmService;

/// GET {resource}/providers/Microsoft.Authorization/permissions: what the caller may do there, as their role and the
/// fault rights-revoked have it. Resources of one and of two levels.
void addPermissionRoutes(ArmService &service);

} // namespace qd::lab
