#pragma once

#include "mcp/drift.h"

#include <map>

namespace qd {

/// The fields of a definition by path, in a form that does not depend on the order of sets (required, enum) and that knows
/// a prompt's arguments by name.
using DriftFields = std::map<QString, QString>;

[[nodiscard]] DriftFields driftFields(const McpDefinition &definition);
/// The part of a path that names a parameter or an argument, or nothing: "/inputSchema/properties/a".
[[nodiscard]] QString parameterPath(const QString &path);
/// Fills severity and reason; `before` or `after` is empty where the field is not there.
void judgeField(FieldChange &change);
/// The same for a whole parameter that came or went.
void judgeParameter(FieldChange &change, const DriftFields &before, const DriftFields &after);

} // namespace qd
