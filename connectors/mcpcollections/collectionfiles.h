#pragma once

#include "mcp/collection.h"
#include "result.h"

namespace qd {

/// Reads a collection and the files beside it that it names (which must lie in its folder or below). ErrorKind::Invalid
/// names file and place.
[[nodiscard]] Result<collection::Collection> readCollection(const QString &path);
/// Replaces the file as a whole; files beside it are left alone.
[[nodiscard]] Result<void> writeCollection(const collection::Collection &collection, const QString &path);

} // namespace qd
