#pragma once

#include "error.h"
#include "mcp/mcptypes.h"

namespace qd {

/// The bench's call: what was asked for and what came. A value.
struct McpCallRecord {
    enum class Kind { Tool, Prompt, Resource };
    enum class Status { None, Waiting, Running, Done, Failed, Cancelled }; ///< Waiting: for the operator's word
    Kind kind = Kind::Tool;
    McpServerId server;
    QString name;       ///< of the tool or prompt, or the resource's address
    QString arguments;  ///< JSON text
    Status status = Status::None;
    Instant started;
    McpProgress progress;
    McpCallResult result;
    std::optional<Error> error;
    bool operator==(const McpCallRecord &) const = default;
};

} // namespace qd
