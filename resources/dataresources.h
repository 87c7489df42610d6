#pragma once

namespace qd {

/// Makes the data files (":/slo/agent-fleet.json") readable. Call before the first use; more than once is fine.
void initDataResources();

} // namespace qd
