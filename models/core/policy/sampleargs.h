#pragma once

#include <QString>

namespace qd {

/// The smallest arguments that a tool's input schema (JSON text) may accept: every required property with its default,
/// constant, first enum value or example, else the smallest value of its type that its bounds, format and pattern let through;
/// of alternatives the first. A JSON object, "{}" when the schema asks for nothing or cannot be read. References within the
/// schema are followed; a pattern is met only when one of some plain texts meets it.
QString sampleArguments(const QString &inputSchema);

} // namespace qd
