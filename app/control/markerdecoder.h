#pragma once

#include "result.h"
#include "slo/changemarker.h"
#include "table.h"

#include <QList>

namespace qd {

/// Reads the reply of buildMarkerQuery(). Rows without a time are left out; a missing column is ErrorKind::Decode.
Result<QList<ChangeMarker>> readMarkers(const Table &reply);

} // namespace qd
