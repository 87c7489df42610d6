#pragma once

#include "clock.h"
#include "result.h"
#include "table.h"

#include <QList>
#include <QString>

namespace qd {

/// Something that was changed at a point in time, drawn over charts: a deployment, a prompt version, a policy edit.
struct ChangeMarker {
    Instant at;
    QString kind;   ///< "deployment", "prompt-version", "budget-state", "chaos", …
    QString title;  ///< plain text from telemetry: never rendered as rich text
    QString detail;
    bool operator==(const ChangeMarker &) const = default;
};

/// Reads the reply of buildMarkerQuery(), oldest first. Rows without a time are left out, texts are made one line of
/// plain text of at most 200 characters. A missing column is ErrorKind::Decode.
Result<QList<ChangeMarker>> readChangeMarkers(const Table &reply);

} // namespace qd
