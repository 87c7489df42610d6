#pragma once

#include "kql/ast.h"
#include "result.h"

#include <QString>

namespace qd::kql {

/// Parses a KQL query: lets and one pipeline. Fails with ErrorKind::Query, vendorCode SYN0001 or SYN0002, the position
/// and, in `detail`, the offending token. Safe on any text: length, nesting and number of operators are bounded.
Result<Program> parse(const QString &text);

/// The operators that parse() knows, for completion and hints.
QStringList operatorNames();

} // namespace qd::kql
