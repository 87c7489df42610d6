#pragma once

namespace qd {

/// Makes the user guide (":/help/getting-started.md" and its neighbours) readable. Harmless when called again.
void initHelpResources();

} // namespace qd
