#pragma once

#include "mcp/toolform.h"
#include "result.h"

#include <QByteArray>

#include <optional>

/// Values of single fields to JSON and back. For schemaform.h alone. Pure.
namespace qd {

/// Puts what a JSON value means for a field into `values`; false when it has no place there.
bool takeFieldValue(const ToolField &field, const QString &path, QByteArrayView value, ToolValues &values);

/// The field's value as JSON; problems are appended and give nothing. `base` is what it was before, or empty.
[[nodiscard]] std::optional<QByteArray> fieldJson(const ToolField &field, const QString &path, const ToolValues &values, QByteArrayView base, QList<ToolProblem> &problems);

/// An object of these fields. The order, and what has no field, come from `base`.
[[nodiscard]] QByteArray objectJson(const QList<ToolField> &fields, const QString &path, const ToolValues &values, QByteArrayView base, QList<ToolProblem> &problems);

/// Whether anything of the field is given.
[[nodiscard]] bool isGiven(const ToolField &field, const QString &path, const ToolValues &values);

/// Why a single value cannot be sent; empty: it can.
[[nodiscard]] QString leafProblem(const ToolField &field, const QString &text);

} // namespace qd
