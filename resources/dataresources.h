#pragma once

namespace qd {

/// Makes the data files (":/slo/agent-fleet.json", ":/queries/cost/by-day.kql") readable. Call before the first use; more than once is fine.
void initDataResources();

} // namespace qd
