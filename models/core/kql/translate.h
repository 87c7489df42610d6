#pragma once

#include "query/catalog.h"

#include <QString>

namespace qd::kql {

/// A query over the classic tables (requests, timestamp, customDimensions) in the names of a workspace (AppRequests,
/// TimeGenerated, Properties). Columns that the query makes keep their names, and so do those of its result; only what
/// is read from a table changes. Text without classic tables comes back as it was.
QString toWorkspaceNames(const QString &kql);

/// The classic tables with their columns (without types), as toWorkspaceNames() knows them.
const query::Catalog &classicCatalog();

} // namespace qd::kql
