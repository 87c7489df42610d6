#pragma once

#include "clock.h"

#include <QString>

namespace qd {

/// Something that was changed at a point in time, drawn over charts: a deployment, a prompt version, a policy edit.
struct ChangeMarker {
    Instant at;
    QString kind;   ///< "deployment", "prompt-version", "chaos", …
    QString title;  ///< plain text from telemetry: never rendered as rich text
    QString detail;
    bool operator==(const ChangeMarker &) const = default;
};

} // namespace qd
