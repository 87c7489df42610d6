#pragma once

namespace qd {

/// Registers the fonts (":/qd/fonts/") and icons (":/qd/icons/") that the program carries; a static library does not
/// register them by itself. Harmless when called again.
void initGuiResources();

} // namespace qd
