#pragma once

#include "mcp/toolform.h"
#include "result.h"

#include <QByteArray>

namespace qd {

/// The form that a tool's input schema means, in the schema's order. Anything but text, numbers, flags, enums, lists of
/// those and nested objects becomes a field of raw JSON. Pure, any thread.
[[nodiscard]] ToolForm formOfSchema(const QByteArray &schema);

/// The arguments as JSON text. Fields that are not given are left out, unless they are required text. ErrorKind::Invalid
/// names the field that cannot be sent.
[[nodiscard]] Result<QString> argumentsOf(const ToolForm &form, const ToolValues &values);

/// What the fields show for the given arguments. ErrorKind::Invalid when they are no JSON object, or hold members that
/// the form has no field for.
[[nodiscard]] Result<ToolValues> valuesOf(const ToolForm &form, const QString &arguments);

} // namespace qd
