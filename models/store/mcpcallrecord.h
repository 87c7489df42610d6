#pragma once

#include "error.h"
#include "mcp/mcptypes.h"

#include <tuple>

namespace qd {

/// One call of the bench: what was asked for and what came. A value.
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

    [[nodiscard]] bool isBusy() const { return status == Status::Waiting || status == Status::Running; }
};

/// What a call is about; there is one record of each.
struct McpSubjectId {
    McpServerId server;
    McpCallRecord::Kind kind = McpCallRecord::Kind::Tool;
    QString name;
    bool operator==(const McpSubjectId &) const = default;
    friend bool operator<(const McpSubjectId &a, const McpSubjectId &b)
    {
        return std::tie(a.server.value, a.kind, a.name) < std::tie(b.server.value, b.kind, b.name);
    }
};

[[nodiscard]] inline McpSubjectId subjectIdOf(const McpCallRecord &call) { return {call.server, call.kind, call.name}; }

} // namespace qd
