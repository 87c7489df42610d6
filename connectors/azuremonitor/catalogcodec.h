#pragma once

#include "query/catalog.h"
#include "result.h"

#include <QByteArray>

namespace qd {

/// Decodes a 200 body of the metadata API: its tables with their columns, in the service's order. A column of an unknown
/// type is taken for dynamic, as its values are. Errors: Decode, with the place. Any thread.
[[nodiscard]] Result<query::Catalog> decodeCatalog(const QByteArray &body);

} // namespace qd
