#pragma once

#include "mcp/collectionrun.h"

#include <QByteArray>

namespace qd {

/// A run as JUnit XML, one test case a step: what build servers read. Characters that XML cannot hold become "�".
[[nodiscard]] QByteArray junitXml(const collection::RunResult &result);

} // namespace qd
