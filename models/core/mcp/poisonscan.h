#pragma once

#include "mcp/scanfinding.h"

namespace qd {

/// What the scan of one or several servers found.
struct ScanReport {
    QList<ScanFinding> findings; ///< worst first
    qsizetype scanned = 0;       ///< definitions
    /// At least one is Medium or High.
    [[nodiscard]] bool isSuspicious() const;
};

/// Looks for poison in names, titles, descriptions, schemas, instructions and prompts: hidden characters, orders to the
/// model, encoded commands, keys, files with keys, unexplained inputs, tools that pass for another server's. Offline, the
/// same for the same input. Severity: a hard rule is High; soft ones of a definition that add up are Medium. Pure.
[[nodiscard]] ScanReport scanForPoison(const QList<McpListing> &listings);

} // namespace qd
