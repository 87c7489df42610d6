#pragma once

#include "fleet/scenario.h"
#include "result.h"

#include <QByteArray>
#include <QString>

#include <functional>

namespace qd::lab {

/// Reads another file of the scenario's folder by its name without ".json".
using ScenarioFileReader = std::function<Result<QByteArray>(const QString &name)>;

/// Decodes a scenario file: title, timeline, and the fleet, inline or as the name of a file that `readFile` fetches.
/// Unknown members, unknown names and values out of range are ErrorKind::Decode; `detail` is "file: /json/path".
/// Input over 1 MB is refused.
[[nodiscard]] Result<Scenario> decodeScenario(const QByteArray &text, const QString &fileName,
                                              const ScenarioFileReader &readFile);

} // namespace qd::lab
