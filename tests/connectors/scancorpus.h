#pragma once

#include "mcp/mcpdefinition.h"

#include <QString>

namespace qd::test {

/// One labelled case of tests/data/mcpscan: what one or several servers offer.
struct ScanCase {
    QString id;
    QString family;
    QString why;
    QList<McpListing> listings;
};

/// The cases of one file, e.g. "poisoned"; empty when it cannot be read.
[[nodiscard]] QList<ScanCase> scanCases(const QString &name);

} // namespace qd::test
