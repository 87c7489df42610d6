#pragma once

namespace qd::lab {

class ArmService;

/// GET /subscriptions/{s}/providers/Microsoft.Insights/eventtypes/management/values (azure facts 5): $filter takes
/// eventTimestamp ge and le, and one of resourceGroupName, resourceUri, resourceProvider, correlationId, eventChannels.
void addActivityRoutes(ArmService &service);

} // namespace qd::lab
