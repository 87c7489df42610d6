#pragma once

#include <QString>

namespace qd {

/// The smallest arguments that a tool's input schema (JSON text) may accept: every required property with its default,
/// constant, first enum value or example, else the emptiest value of its type. A JSON object, "{}" when the schema asks
/// for nothing or cannot be read. References are not followed.
QString sampleArguments(const QString &inputSchema);

} // namespace qd
