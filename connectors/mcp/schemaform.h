#pragma once

#include "mcp/toolform.h"
#include "result.h"

#include <QByteArray>

namespace qd {

/// The form that a tool's input schema means, in the schema's order: nested objects, lists of anything, alternatives
/// (anyOf, oneOf, several types), "or null", enums with titles, defaults, references within the schema. What cannot be
/// said so, or is nested too deep, becomes a field of raw JSON. At most 1000 fields. Pure, any thread.
[[nodiscard]] ToolForm formOfSchema(const QByteArray &schema);

/// What keeps the values from being sent, in the form's order; empty: nothing.
[[nodiscard]] QList<ToolProblem> problemsOf(const ToolForm &form, const ToolValues &values);

/// The arguments as JSON text. Fields that are not given are left out, but for required texts, which are empty then.
/// `base` is what the values were read from: its order, its members without a field, and its way of writing what has not
/// changed are kept. ErrorKind::Invalid names the first field that cannot be sent; its path is the detail.
[[nodiscard]] Result<QString> argumentsOf(const ToolForm &form, const ToolValues &values, const QString &base = {});

/// What the fields show for the given arguments. ErrorKind::Invalid when they are no JSON object, or a value has no place
/// in its field.
[[nodiscard]] Result<ToolValues> valuesOf(const ToolForm &form, const QString &arguments);

} // namespace qd
