#pragma once

namespace qd {

/// Makes the lab's scenario files (":/labseed/*.json") readable. Call before loadScenario(); more than once is fine.
void initLabResources();

} // namespace qd
