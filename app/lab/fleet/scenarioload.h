#pragma once

#include "fleet/scenario.h"
#include "result.h"

#include <QString>
#include <QStringList>

namespace qd::lab {

/// Reads a scenario by the name of a file in resources/labseed ("calm"; call initLabResources() first) or by path
/// (anything with a '/' or ending in ".json"). The fleet file it names is looked for in the same folder. Errors are
/// ErrorKind::NotFound or Decode; `detail` has file and JSON path.
[[nodiscard]] Result<Scenario> loadScenario(const QString &nameOrPath);

/// Names of the scenarios that come with the product, sorted.
[[nodiscard]] QStringList scenarioNames();

} // namespace qd::lab
