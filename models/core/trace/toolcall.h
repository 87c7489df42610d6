#pragma once

#include "trace/trace.h"

#include <optional>

namespace qd {

/// One call of a tool as the spans around it tell it together: the agent's span has the arguments, the server's the
/// protocol. Texts as telemetry sent them. A value.
struct ToolCallFacts {
    int span = -1; ///< the span that has the arguments
    QString server;
    QString tool;
    QString arguments; ///< JSON text
    QString result;
    QString status;    ///< HTTP status of the way there
    QString rpcError;  ///< JSON-RPC error code
};

/// The tool call that the span is a part of; nothing where it is none.
std::optional<ToolCallFacts> toolCallOf(const Trace &trace, int index);

/// The value of `name` on the span or the nearest span above that has it.
QString inheritedAttribute(const Trace &trace, int index, QStringView name);

} // namespace qd
