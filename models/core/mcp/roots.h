#pragma once

#include "mcp/mcptypes.h"

namespace qd {

/// Absolute paths as what servers are told; an address that is no folder of this machine stays as it is. Pure.
[[nodiscard]] QList<McpRoot> rootsOfFolders(const QStringList &folders);
/// The other way round.
[[nodiscard]] QStringList foldersOfRoots(const QList<McpRoot> &roots);

} // namespace qd
