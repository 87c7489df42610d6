#pragma once

#include "clock.h"
#include "mcp/mcptypes.h"

#include <QByteArray>
#include <QHash>

namespace qd {

/// Which era a server was found to speak, and when.
struct EraVerdict {
    McpEra era = McpEra::Legacy;
    Instant at;
    bool operator==(const EraVerdict &) const = default;
};
using EraVerdicts = QHash<QString, EraVerdict>; ///< by placeKey()

/// "quarterdeck/mcp-eras.json" in the user's folder for caches.
[[nodiscard]] QString mcpErasPath();
/// What cannot be read is left out: it is asked for again. At most 1,000, the newest.
[[nodiscard]] EraVerdicts decodeEras(const QByteArray &json);
[[nodiscard]] QByteArray encodeEras(const EraVerdicts &verdicts);
[[nodiscard]] EraVerdicts loadEras(const QString &path);
/// False when it could not be written; the file is then as it was.
[[nodiscard]] bool saveEras(const EraVerdicts &verdicts, const QString &path);

} // namespace qd
